"""Static files under an address that holds their content's hash: cached for good, compressed."""

import gzip
import hashlib
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, abort, make_response, request, url_for

STATIC = Path(__file__).parent / "static"
bp = Blueprint("assets", __name__)


@lru_cache(maxsize=1)
def version() -> str:
    """Return one hash over all static files; a release is a new address for all of them."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file. Modules may import one another by relative path."""
    return url_for("assets.asset_file", hashed=version(), name=name)


@bp.get("/static/<hashed>/<path:name>")
def asset_file(hashed: str, name: str) -> Response:
    """Serve one static file, gzip where the browser takes it."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        abort(404)
    packed = bool(request.accept_encodings["gzip"])
    response = make_response(_content(path, packed=packed, changed=path.stat().st_mtime_ns))
    response.content_type = guess_type(name)[0] or "application/octet-stream"
    if response.content_type.startswith(("text/", "application/javascript")):
        response.content_type += "; charset=utf-8"
    if packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    fresh = "public, max-age=31536000, immutable" if hashed == version() else "no-cache"
    response.headers["Cache-Control"] = fresh
    return response


@lru_cache(maxsize=64)
def _content(path: Path, *, packed: bool, changed: int) -> bytes:  # noqa: ARG001 - a key of the cache
    body = path.read_bytes()
    return gzip.compress(body, 9) if packed else body
