"""How well a card fits words: by what the card says alone, never by what others say.

Usual scores weigh a word by how rare it is in the index, so that people who hide from an employer
would move its results. Here a word counts the same whoever else is there.
"""

from typing import Any

from language.occupations import guess_occupations
from search.queries import Clause
from search.terms import words

FIELDS = {"want_words": 4.0, "skill_words": 2.0, "place_words": 1.0}
OCCUPATION_MEANT, SAME_GROUP, MEANT_FROM = 3.0, 1.0, 0.3
GROUP_DIGITS = 7
_WORDS_NEEDED = "2<75%"


def containing(text: str) -> Clause | None:
    """Cards that hold the words, or want the work that they mean; None for no words.

    Of up to two words all must be there, of more three quarters, in whatever fields together.
    """
    cut = list(dict.fromkeys(words(text).split()))
    if not cut:
        return None
    literal: Clause = {
        "bool": {"should": [_word(word) for word in cut], "minimum_should_match": _WORDS_NEEDED}
    }
    meant = [code for code, p in guess_occupations(text) if p >= MEANT_FROM]
    wanted = [_constant("occupation", code, OCCUPATION_MEANT) for code in meant]
    return {"bool": {"should": [literal, *wanted], "minimum_should_match": 1}}


def wanting(codes: tuple[str, ...]) -> Clause | None:
    """Cards of people who want one of the occupations, or one of the same group."""
    if not codes:
        return None
    groups = dict.fromkeys(code[:GROUP_DIGITS] for code in codes)
    alike = [_constant("occupation", group, SAME_GROUP) for group in groups]
    same = [_constant("occupation", code, OCCUPATION_MEANT) for code in codes]
    return {"bool": {"should": [*same, *alike], "minimum_should_match": 1}}


def _word(word: str) -> Clause:
    """A word counts once, where it weighs most."""
    return {"dis_max": {"queries": [_constant(name, word, w) for name, w in FIELDS.items()]}}


def _constant(name: str, value: Any, boost: float) -> Clause:
    return {"constant_score": {"filter": {"term": {name: value}}, "boost": boost}}
