"""What a person types into job search, made a typed structure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from language.benefits import Benefit
from language.classification import table
from language.cleaning import fold_in_place
from language.conditions import Condition
from language.education import Education
from language.fields import Raw, number_of, text_of
from language.occupation_lexicon import Mention
from language.occupations import guess_occupations
from language.pay import PayBasis, parse_pay
from language.places import Place, find_place, place
from language.queries.chips import LONGEST_QUERY, chips_of, contradictions_of
from language.queries.corrections import corrections
from language.queries.fillers import padded, without_fillers
from language.queries.found import Found, blanked, settled
from language.queries.pay_asked import bounds_fen, pay_found
from language.queries.places_named import places_found, without_cut_cities
from language.queries.structure import Chip, ChipKind, Suggestion, UnderstoodQuery
from language.queries.trades import trades_found
from language.queries.wishes import facts_found, nearness_found, told_apart
from language.skills import skill_spans
from language.spans import Span, Value
from language.work_phrases import as_named, trades_told

Code = TypeVar("Code", bound=StrEnum)
_STAYS = frozenset(  # what is looked for in the words of postings as well
    {ChipKind.OCCUPATION, ChipKind.SKILL, ChipKind.CERTIFICATE, ChipKind.CONDITION}
)


def understand_query(raw: Raw) -> UnderstoodQuery:
    """Read one query row of the file contract; of a long one its first 200 characters."""
    query = text_of(raw, "q")[:LONGEST_QUERY]
    plain = fold_in_place(query)
    asked_in = find_place(text_of(raw, "place"))
    found = _found(plain, asked_in)
    chips = chips_of(query, found)
    words = _words(query, found)
    places = [place(chip.value) for chip in _of(chips, ChipKind.PLACE)]
    lows, highs = _pay(chips)
    corrected, suggestions = corrections(query, plain, found)
    refused = _values(chips, ChipKind.EXCLUDE)
    return UnderstoodQuery(
        words=words,
        literal=" ".join(plain.split()),
        occupations=_occupations(words, corrected),
        place=places[0] if places else asked_in,
        places=tuple(places),
        near=bool(_of(chips, ChipKind.NEAR)),
        max_km=min(_kilometres(chips), default=None),
        lat=number_of(raw, "lat"),
        lon=number_of(raw, "lon"),
        min_pay_fen=min(lows, default=None),
        max_pay_fen=max(highs, default=None),
        education=max(map(Education, _values(chips, ChipKind.EDUCATION)), default=None),
        experience_years=max(map(float, _values(chips, ChipKind.EXPERIENCE)), default=None),
        benefits=_typed(Benefit, _values(chips, ChipKind.BENEFIT)),
        conditions=_typed(Condition, _values(chips, ChipKind.CONDITION)),
        certificates=_values(chips, ChipKind.CERTIFICATE),
        skills=_skills(plain, found),
        excludes=_typed(Condition, refused),
        excluded_benefits=_typed(Benefit, refused),
        excluded_occupations=_refused_trades(refused, _values(chips, ChipKind.OCCUPATION)),
        chips=chips,
        contradictions=contradictions_of(chips),
        corrected=corrected,
        suggestions=suggestions,
        spans=_spans(plain, found),
    )


def suggest(text: str) -> tuple[Suggestion, ...]:
    """您要找的是不是: queries the person may have meant, at most five, the likeliest first."""
    return understand_query({"q": text}).suggestions


def _found(plain: str, asked_in: Place | None) -> list[Found]:
    """Everything understood, no two pieces at the same characters."""
    figures = settled([*pay_found(plain), *nearness_found(plain)])
    rest = blanked(plain, figures)
    trades = trades_told(without_cut_cities(rest, trades_told(rest)))
    stated, refused = told_apart(rest, trades)
    closed = [*figures, *refused, *(each for each in stated if each.kind is ChipKind.OCCUPATION)]
    places = places_found(plain, closed, asked_in.code if asked_in else None)
    first = settled([*figures, *refused, *stated, *places, *facts_found(rest)])
    taken = [each for each in first if each.kind is not ChipKind.OCCUPATION]
    kept = {(each.start, each.end) for each in first if each.kind is ChipKind.OCCUPATION}
    asked = [m for m in trades if (m.start, m.end) in kept]
    found = [*taken, *trades_found(plain, asked, taken)]
    return padded(plain, settled([*found, *_skills_found(plain, trades)]))


def _occupations(words: str, corrected: Sequence[Suggestion]) -> tuple[tuple[str, float], ...]:
    """What the words mean; where they mean nothing, what they were most likely meant as."""
    meant = [each.term for each in corrected if each.kind is ChipKind.OCCUPATION][:1]
    guesses = (guess_occupations(as_named(each)) for each in (words, *meant))
    return tuple(next(filter(None, guesses), ()))


def _skills_found(plain: str, trades: Iterable[Mention]) -> list[Found]:
    """Skills whose name no name of a trade cuts (安保 in 平安保险 is none)."""
    names = list(trades)
    return [
        Found(ChipKind.SKILL, start, end, (name,))
        for start, end, name in skill_spans(plain)
        if not any(m.start < end and start < m.end and not _holds(m, start, end) for m in names)
    ]


def _holds(mention: Mention, start: int, end: int) -> bool:
    return mention.start <= start and end <= mention.end


def _skills(plain: str, found: list[Found]) -> tuple[str, ...]:
    """Skills asked for: named by themselves, or in the name of a trade (java in java开发)."""
    asked = [each for each in found if each.kind in {ChipKind.SKILL, ChipKind.OCCUPATION}]
    return tuple(
        dict.fromkeys(
            name
            for start, end, name in skill_spans(plain)
            if any(each.start <= start and end <= each.end for each in asked)
        )
    )


def _words(query: str, found: Iterable[Found]) -> str:
    """The words that remain to be looked for; 找工作 and the like only where nothing else does."""
    remaining = blanked(query, (each for each in found if each.kind not in _STAYS)).split()
    telling = [bare for word in remaining if (bare := without_fillers(word))]
    return " ".join(telling or remaining)


def _of(chips: Iterable[Chip], kind: ChipKind) -> list[Chip]:
    return [chip for chip in chips if chip.kind is kind]


def _values(chips: Iterable[Chip], kind: ChipKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for chip in _of(chips, kind) for value in chip.values))


def _refused_trades(refused: Iterable[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Codes of refused trades but for those asked for (客服 不要电话销售 share one)."""
    wanted = frozenset(asked)
    return tuple(value for value in refused if value in table() and value not in wanted)


def _typed(of: type[Code], values: Iterable[str]) -> tuple[Code, ...]:
    """Those of the values that are of a type of codes, in its order."""
    asked = frozenset(values)
    return tuple(code for code in of if code in asked)


def _pay(chips: Iterable[Chip]) -> tuple[list[int], list[int]]:
    bounds = [bounds_fen(chip.value) for chip in _of(chips, ChipKind.PAY)]
    return [low for low, _ in bounds if low], [high for _, high in bounds if high]


def _kilometres(chips: Iterable[Chip]) -> list[float]:
    values = _values(chips, ChipKind.NEAR)
    return [float(value) for value in values if value not in {"near", "local"}]


def _spans(plain: str, found: Iterable[Found]) -> tuple[Span, ...]:
    """Every value with where it was read; of words that say two things (包吃住) there are two."""
    return tuple(
        Span("q", each.start, each.end, each.kind.value, value)
        for each in found
        for value in _span_values(plain, each)
    )


def _span_values(plain: str, each: Found) -> Sequence[Value]:
    """A place as its number, pay as figures, a trade as its codes, anything else as it is."""
    if each.kind is ChipKind.PLACE:
        return [int(each.values[0])]
    if each.kind is ChipKind.PAY:
        low, high = bounds_fen(each.values[0])
        basis = parse_pay(plain[each.start : each.end]).basis or PayBasis.MONTH
        return [{"low": low, "high": high, "basis": basis.value}]
    return [list(each.values)] if each.kind is ChipKind.OCCUPATION else each.values
