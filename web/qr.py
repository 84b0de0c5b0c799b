"""QR codes as pictures inside a page, without a request of their own."""

import segno
from markupsafe import Markup


def qr_image(address: str) -> Markup:
    """Return an address as an inline SVG that scales; a quarter of it may be unreadable (Q)."""
    code = segno.make(address, error="q", boost_error=False, micro=False)
    picture = code.svg_inline(border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return Markup(picture)  # noqa: S704 - modules drawn by segno; the address is not in it
