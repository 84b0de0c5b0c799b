"""What a job search asks for: the words as understood, and the choices made beside them."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from language.education import Education
from language.queries import UnderstoodQuery
from search.criteria import Near, Sort
from search.terms import FloatArray


class Variant(StrEnum):
    """Which parts of the search take part: to measure each beside the whole."""

    LEXICAL = "lexical"
    VECTORS = "vectors"
    WHOLE = "whole"


@dataclass(frozen=True)
class Choices:
    """Conditions chosen by hand; each is strict, and all of them hold together.

    Attributes
    ----------
    place
        A division's code: postings in it.
    occupation
        An occupation's code, or that of a group of them.
    pay_from_fen
        A month: postings whose upper end is known to lie below are left out.
    education
        What the person has: postings that ask for more are left out.
    within_km
        Postings no farther from the person's point; none where no point is known.
    reserved
        Postings kept for this group.
    benefits
        Postings that offer all of these.
    without_conditions
        Postings that name none of these conditions of work.
    """

    place: int | None = None
    occupation: str | None = None
    pay_from_fen: int | None = None
    education: Education | None = None
    within_km: float | None = None
    reserved: str | None = None
    benefits: tuple[str, ...] = ()
    without_conditions: tuple[str, ...] = ()

    @property
    def made(self) -> list[str]:
        """Names of the choices that were made."""
        return [each.name for each in fields(self) if getattr(self, each.name) not in {None, ()}]


@dataclass(frozen=True)
class Asked:
    """One search for postings that are valid `on` a day.

    `at` is the instant from which freshness counts: the same on every page of a list.
    `understood` is None where no words were typed; `vector` is that of the words that name
    the work (`understood.words`). `point` is where the person is, in degrees (WGS 84),
    `around` the division they are in: where no place is named, postings there come first.
    """

    on: date
    at: datetime
    understood: UnderstoodQuery | None = None
    vector: FloatArray | None = None
    choices: Choices = field(default_factory=Choices)
    point: Near | None = None
    around: int | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
