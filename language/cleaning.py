"""Making foreign text harmless: markup, control characters, spreadsheet formulas."""

import html
import re
import unicodedata

import nh3

_BREAKING_TAGS = re.compile(r"(?i)<\s*(?:br|/p|/div|/li|/tr|/h[1-6])\s*/?\s*>")
_TAG_LIKE = re.compile(r"<\s*/?\s*[A-Za-z!?][^<>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n(?: ?\n)+ ?")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085\x0b\x0c]")
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # not Co, Cn: rare name characters live there
_MAX_PASSES = 5


class _Folded(dict[int, int]):
    """Each character folded, where that is one character; filled as characters turn up."""

    def __missing__(self, point: int) -> int:
        folded = fold(chr(point))
        self[point] = ord(folded) if len(folded) == 1 else point
        return self[point]


class _Shown(dict[int, int | None]):
    """Each character, or None where it is invisible; filled as characters turn up."""

    def __missing__(self, point: int) -> int | None:
        char = chr(point)
        keeps = char in "\n\t" or unicodedata.category(char) not in _INVISIBLE
        self[point] = point if keeps else None
        return self[point]


_FOLDED = _Folded()
_SHOWN = _Shown()


def plain_text(text: str | None) -> str:
    """Readable text without markup, scripts, control and direction characters.

    Blank runs become one blank, line breaks stay (at most one empty line). The
    result never changes when it is cleaned again.
    """
    cleaned = text or ""
    for _ in range(_MAX_PASSES):
        once = _clean_once(cleaned)
        if once == cleaned:
            return once
        cleaned = once
    return _tidy(cleaned.replace("<", "＜").replace("&", "＆"))


def plain_line(text: str | None) -> str:
    """Like `plain_text`, on one line: for titles, names and other short fields."""
    return _BLANKS.sub(" ", plain_text(text).replace("\n", " ")).strip()


def fold(text: str) -> str:
    """Text as it is compared: full-width forms made half-width, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def fold_in_place(text: str) -> str:
    """Like `fold`, but every character keeps its offset."""
    return text.translate(_FOLDED)


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula; `unescape_cell` undoes it."""
    bare = text.lstrip("'")
    risky = bool(bare) and bare[0] in _FORMULA_STARTS and not _NUMBER.fullmatch(bare)
    return f"'{text}" if risky else text


def unescape_cell(text: str) -> str:
    """Undo the escape of `safe_cell` when one of our own exports comes back."""
    bare = text[1:]
    return bare if text.startswith("'") and safe_cell(bare) == text else text


def _clean_once(text: str) -> str:
    without_markup = _strip_markup(text) if "<" in text else text
    return _tidy(_visible(html.unescape(without_markup)))


def _strip_markup(text: str) -> str:
    if not _TAG_LIKE.search(text):
        return text
    broken = _BREAKING_TAGS.sub("\n", text)
    return nh3.clean(broken, tags=set(), clean_content_tags={"script", "style"})


def _visible(text: str) -> str:
    return _LINE_ENDS.sub("\n", text).translate(_SHOWN)


def _tidy(text: str) -> str:
    blanks_joined = _BLANKS.sub(" ", text)
    return _BREAKS.sub("\n\n", blanks_joined).replace(" \n", "\n").replace("\n ", "\n").strip()
