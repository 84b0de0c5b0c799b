"""Pages go out compressed: most people read them over a slow line.

The anti-forgery token is masked anew for every page, so compression tells nothing about it.
"""

import gzip

from flask import Flask, Response, request

SMALLEST = 800
LEVEL = 5


def compress(response: Response) -> Response:
    """Compress text answers for browsers that take gzip."""
    if (
        not request.accept_encodings["gzip"]
        or response.direct_passthrough
        or response.is_streamed
        or response.content_encoding
        or not _is_text(response)
    ):
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(gzip.compress(body, LEVEL))
        response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def _is_text(response: Response) -> bool:
    kind = response.mimetype or ""
    return kind.startswith("text/") or kind.endswith(("json", "xml"))


def start_compression(app: Flask) -> None:
    """Compress what every view returns."""
    app.after_request(compress)
