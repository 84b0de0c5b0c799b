"""From what a person typed and chose to what is asked of the index."""

from dataclasses import replace

from language.queries import UnderstoodQuery, understand_query
from search.jobs.asked import Asked
from search.terms import FloatArray
from search.vectors import query_vector


def worded(asked: Asked, text: str) -> Asked:
    """Return the same search with the words of `text`, understood and encoded.

    Where no words name the work (only a place, say), no vector is compared.
    """
    if not text.strip():
        return replace(asked, understood=None, vector=None)
    raw: dict[str, object] = {"q": text}
    understood = understand_query(raw)
    return replace(asked, understood=understood, vector=_vector(understood))


def _vector(understood: UnderstoodQuery) -> FloatArray | None:
    meant = understood.corrected[0].term if understood.corrected else understood.words
    return query_vector(meant) if meant.strip() else None
