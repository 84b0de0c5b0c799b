"""Shifts, days of rest, board, lodging and insurance as postings offer them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from language.cleaning import fold
from language.negation import is_denied
from language.resources import rows

KINDS = ("shift", "rest", "board", "lodging", "insurance")
_AT_OWN_COST = re.compile(
    r"^\s*(?:费用?)?\s*[:(]?\s*(?:自理|自行解决|不提供|另议|自费|需?自[备付])"
)


@dataclass(frozen=True, slots=True)
class WorkTerms:
    """What a posting says of each; empty is not said, `none` is denied (不包吃住)."""

    shift: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    lodging: tuple[str, ...] = ()
    insurance: tuple[str, ...] = ()


def find_work_terms(text: str) -> WorkTerms:
    """Terms in running text, each once, in the order of the table."""
    said = {(kind, term) for _, _, kind, term in work_term_spans(fold(text))}
    return WorkTerms(**{kind: _terms(kind, said) for kind in KINDS})


def work_term_spans(plain: str) -> list[tuple[int, int, str, str]]:
    """Where folded text offers or denies a term: start, end, kind, term (`none` if denied).

    Of two of a kind one inside the other (提供住宿 in 提供住宿补贴) the longer stays.
    """
    found = [
        (*match.span(), kind, term if not _denied(plain, *match.span()) else "none")
        for kind, term, pattern in _patterns()
        for match in pattern.finditer(plain)
    ]
    return sorted(_outermost(found))


def _terms(kind: str, said: set[tuple[str, str]]) -> tuple[str, ...]:
    known = [term for its_kind, term, _ in _patterns() if its_kind == kind and (kind, term) in said]
    return tuple(known) or (("none",) if (kind, "none") in said else ())


def _denied(plain: str, start: int, end: int) -> bool:
    return is_denied(plain, start, end) or bool(_AT_OWN_COST.match(plain[end : end + 10]))


def _outermost(found: list[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """Of each kind the spans that lie in no other of that kind."""
    reached = dict.fromkeys(KINDS, -1)
    for each in sorted(found, key=lambda span: (span[0], -span[1])):
        if each[1] > reached[each[2]]:
            reached[each[2]] = each[1]
            yield each


@cache
def _patterns() -> list[tuple[str, str, re.Pattern[str]]]:
    return [(row["kind"], row["term"], re.compile(row["pattern"])) for row in rows("work_terms")]
