"""What a search asks for: plain values, before any query is built."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from language.education import Education
from search.terms import FloatArray


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    NEAREST = "nearest"
    PAY = "pay"


@dataclass(frozen=True)
class Near:
    """A point in degrees (WGS 84), and how far from it at most."""

    lat: float
    lon: float
    within_km: float | None = None


@dataclass(frozen=True)
class PostingCriteria:
    """What a person looks for among postings that are valid `on` a day.

    `education` is what the person has: postings that ask for more are left out.
    `pay_from_fen` a month: postings whose upper end is known to lie below are left out.
    `vector` is the encoded words, for postings that say the same in other words.
    """

    on: date
    words: str = ""
    vector: FloatArray | None = None
    place_code: int | None = None
    occupation_code: str | None = None
    pay_from_fen: int | None = None
    education: Education | None = None
    near: Near | None = None
    without_conditions: tuple[str, ...] = ()
    reserved: str | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
