"""Query understanding: what a person types into job search, and what they may have meant."""

from language.queries.chips import without
from language.queries.structure import Chip, ChipKind, Suggestion, UnderstoodQuery
from language.queries.understanding import suggest, understand_query

__all__ = [
    "Chip",
    "ChipKind",
    "Suggestion",
    "UnderstoodQuery",
    "suggest",
    "understand_query",
    "without",
]
