"""XML documents that are well-formed whatever a text holds."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

__all__ = ["Element", "child", "serialised"]


def child(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Add an element with text, without the characters that XML 1.0 cannot hold."""
    clean = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()}
    made = SubElement(parent, name, clean)
    if text:
        made.text = _FORBIDDEN.sub("", text)
    return made


def serialised(root: Element) -> bytes:
    """Return the document in UTF-8 with its declaration."""
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
