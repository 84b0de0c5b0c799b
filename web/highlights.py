"""The words of a search marked where a posting holds them."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from language.cleaning import fold_in_place

_AROUND = 28
_SHORTEST = 2


def excerpt(texts: Iterable[str], words: Iterable[str]) -> Markup:
    """Return what stands around the first of the words that a text holds, the words marked.

    Empty where no text holds one; everything else is escaped.
    """
    pattern = _pattern(words)
    if pattern is None:
        return Markup("")
    for text in texts:
        if found := pattern.search(fold_in_place(text)):
            start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
            before, after = "…" if start else "", "…" if end < len(text) else ""
            return Markup("").join((before, _marked(text[start:end], pattern), after))
    return Markup("")


def _marked(text: str, pattern: re.Pattern[str]) -> Markup:
    pieces, position = [], 0
    for found in pattern.finditer(fold_in_place(text)):
        pieces += [escape(text[position : found.start()])]
        pieces += [Markup("<mark>{}</mark>").format(text[found.start() : found.end()])]
        position = found.end()
    return Markup("").join([*pieces, escape(text[position:])])


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the words, the longest first; single characters would mark half a text."""
    wanted = {fold_in_place(word) for word in words if len(word) >= _SHORTEST}
    longest = sorted(wanted, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest))) if longest else None
