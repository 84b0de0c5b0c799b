"""What a search asks for, as the search and its page use it."""

from dataclasses import dataclass
from enum import StrEnum

from language.benefits import Benefit
from language.conditions import Condition
from language.education import Education
from language.places import Place
from language.spans import Span


class ChipKind(StrEnum):
    """What a part of a query was understood as."""

    PLACE = "place"
    NEAR = "near"
    OCCUPATION = "occupation"
    BENEFIT = "benefit"
    PAY = "pay"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    CERTIFICATE = "certificate"
    CONDITION = "condition"
    SKILL = "skill"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing understood, shown to the person, who may take it off.

    Attributes
    ----------
    value
        The first of `values`. Place: its code. Near: `near`, `local` or kilometres.
        Occupation: a code of level 4 (of a whole class its own code). Pay: `LOW-HIGH`,
        fen a month, an open end empty. Education, condition, benefit: their codes.
        Experience: years. Exclude: a condition, a benefit or an occupation's code.
    values
        Every code the words may stand for, the likeliest first; of 包吃住 both benefits.
    text
        The words as typed, joined with blanks.
    spans
        Characters of the query they stand at: start, end.
    broader
        Of an occupation: the classes it lies in, the nearest first (小类, 中类).
    near
        Of an occupation: codes of level 4 akin to it, the nearest first.
    named
        Whether the words name what they stand for; false of an occupation that was guessed
        from words alike to names of trades.
    """

    kind: ChipKind
    value: str
    values: tuple[str, ...]
    text: str
    spans: tuple[tuple[int, int], ...]
    broader: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query the person may have meant.

    `text` is the whole query with `typed` replaced by `term`, a name we know; `kind` says
    what the term is, `codes` what it stands for (occupations of level 4, or a place).
    """

    text: str
    kind: ChipKind
    term: str
    typed: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnderstoodQuery:
    """What a search asks for; None and empty mean not said.

    Attributes
    ----------
    words
        What remains to be looked for in the words of postings, trades and skills among it.
    literal
        The whole query, folded: a posting with these words is a hit, whatever was understood.
    occupations
        Codes of level 4 with the chance of each, for the query as a whole.
    place, places
        The place to search in, and every place named (长沙 株洲 names two).
    near, max_km
        Whether work near the person is wanted (附近, 离家近), and within how many km.
    min_pay_fen, max_pay_fen
        Least and most pay a month in fen.
    excludes, excluded_benefits, excluded_occupations
        What the person does not want.
    chips
        All that was understood, by place in the query; the fields above say the same, typed.
    contradictions
        Pairs of chips that rule each other out; both are kept.
    corrected
        What the query is read as where its words say nothing as they stand, the likeliest
        first (five at most: first letters mean several); each `text` is a query to be read
        and looked for beside the one typed, whose literal hits stay first.
    suggestions
        What may be offered as 您要找的是不是: the corrections, and what is less sure.
    """

    words: str
    literal: str
    occupations: tuple[tuple[str, float], ...]
    place: Place | None
    places: tuple[Place, ...]
    near: bool
    max_km: float | None
    lat: float | None
    lon: float | None
    min_pay_fen: int | None
    max_pay_fen: int | None
    education: Education | None
    experience_years: float | None
    benefits: tuple[Benefit, ...]
    conditions: tuple[Condition, ...]
    certificates: tuple[str, ...]
    skills: tuple[str, ...]
    excludes: tuple[Condition, ...]
    excluded_benefits: tuple[Benefit, ...]
    excluded_occupations: tuple[str, ...]
    chips: tuple[Chip, ...]
    contradictions: tuple[tuple[Chip, Chip], ...]
    corrected: tuple[Suggestion, ...]
    suggestions: tuple[Suggestion, ...]
    spans: tuple[Span, ...]
