"""Findings marked at their place in a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.postings import Finding


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, with the finding that marks it."""

    text: str
    finding: Finding | None = None


def marked(text: str, field: str, found: Sequence[Finding]) -> list[Piece]:
    """Cut `text` at the findings of `field`; pieces joined give the text back."""
    pieces, position = [], 0
    spans = [each for each in found if each.field == field and each.start is not None]
    for finding in sorted(spans, key=lambda each: each.start or 0):
        start, end = finding.start or 0, finding.end or 0
        if start < position:
            continue
        pieces += [Piece(text[position:start]), Piece(text[start:end], finding)]
        position = end
    return [piece for piece in [*pieces, Piece(text[position:])] if piece.text]
