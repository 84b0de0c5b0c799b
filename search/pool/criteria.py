"""What an employer looks for in the candidate pool: plain values, before any query is built."""

from dataclasses import dataclass
from enum import StrEnum

from language.education import Education
from search.criteria import Near
from search.terms import FloatArray


class Facet(StrEnum):
    """What a search can be narrowed by; everything here is told by the card itself.

    What a card does not tell can be found by no search either, or a search would tell it: the
    least pay, how far somebody goes, what they cannot take, their group, their age.
    """

    OCCUPATION = "occupation"
    PLACE = "place"
    EDUCATION = "education"
    HOURS = "hours"
    SKILLS = "skills"
    CERTIFICATES = "certificates"


@dataclass(frozen=True)
class PoolCriteria:
    """What an employer looks for. `hidden` are never found or counted.

    `only` keeps to some people (None: all). `vector` and `occupations` describe people to look
    for ones like: those a posting asks for, or those who were hired.
    """

    words: str = ""
    occupation_code: str | None = None
    place_code: int | None = None
    education: Education | None = None
    experience_years: float | None = None
    hours: str | None = None
    skills: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    near: Near | None = None
    hidden: frozenset[int] = frozenset()
    only: frozenset[int] | None = None
    vector: FloatArray | None = None
    occupations: tuple[str, ...] = ()
    nearest_first: bool = False
    counties: tuple[int, ...] = ()
    offset: int = 0
    limit: int = 10
