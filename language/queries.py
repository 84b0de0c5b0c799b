"""What a person types into job search, made a typed structure."""

import re
from dataclasses import dataclass

from language.cleaning import fold_in_place
from language.conditions import Condition, condition_spans
from language.education import Education, education_spans
from language.fields import Raw, number_of, text_of
from language.occupation_lexicon import mentions
from language.occupations import guess_occupations
from language.pay import parse_pay
from language.places import Place, find_place, place_names
from language.skills import skill_spans
from language.spans import Span, occupation_spans, pay_value

_LONGEST_QUERY = 200
_LONGEST_PLACE = 12
_PAY = re.compile(
    r"(?:月薪|年薪|日薪|时薪|工资|薪资|底薪|不低于)?\s*(?:\d{4,6}|\d+(?:\.\d+)?\s*(?:k|w|千|万))"
    r"(?:\s*[-~到至]\s*\d+(?:\.\d+)?\s*(?:k|w|千|万)?)?元?(?:以上|起|左右|\+)?(?:\s*/\s*[月年天])?"
    r"|\d{2,4}元?\s*(?:/|一|每)\s*(?:天|小时)"
)


@dataclass(frozen=True, slots=True)
class UnderstoodQuery:
    """What a search asks for; None and empty mean not said. `words` is what remains."""

    words: str
    occupations: tuple[tuple[str, float], ...]
    place: Place | None
    lat: float | None
    lon: float | None
    min_pay_fen: int | None
    education: Education | None
    conditions: tuple[Condition, ...]
    excludes: tuple[Condition, ...]
    skills: tuple[str, ...]
    spans: tuple[Span, ...]


def understand_query(raw: Raw) -> UnderstoodQuery:
    """Read one query row of the file contract."""
    words = text_of(raw, "q")[:_LONGEST_QUERY]
    plain = fold_in_place(words)
    places, pays, levels = _places(plain), _pays(plain), _levels(plain)
    stated, denied = _conditions(plain, "condition"), _conditions(plain, "exclude")
    rest = _without(words, [*places, *pays, *levels, *denied])
    skills = [Span("q", s, e, "skill", name) for s, e, name in skill_spans(plain)]
    trades = [s for s in occupation_spans("q", words) if not _overlaps(s, [*places, *pays])]
    spans = [*trades, *places, *pays, *levels, *stated, *denied, *skills]
    return UnderstoodQuery(
        words=rest,
        occupations=tuple(guess_occupations(rest)),
        place=find_place(text_of(raw, "place")) or _place(words, places),
        lat=number_of(raw, "lat"),
        lon=number_of(raw, "lon"),
        min_pay_fen=_least_pay(words, pays),
        education=max((Education(str(s.value)) for s in levels), default=None),
        conditions=tuple(dict.fromkeys(Condition(str(s.value)) for s in stated)),
        excludes=tuple(dict.fromkeys(Condition(str(s.value)) for s in denied)),
        skills=tuple(dict.fromkeys(str(span.value) for span in skills)),
        spans=tuple(sorted(spans, key=lambda span: (span.start, span.end))),
    )


def _places(plain: str) -> list[Span]:
    """Names of places that are no part of a trade's name, each with its code."""
    trades = [(m.start, m.end) for m in mentions(plain)]
    found: list[Span] = []
    position = 0
    while position < len(plain):
        end = _place_end(plain, position, found[-1].start if found else position)
        inside = any(start <= position and end <= stop for start, stop in trades)
        place = find_place(plain[found[0].start if found else position : end]) if end else None
        if place and not inside:
            found.append(Span("q", position, end, "place", place.code))
        position = end or position + 1
    return found


def _place_end(plain: str, start: int, first: int) -> int:
    for end in range(min(len(plain), start + _LONGEST_PLACE), start + 1, -1):
        if plain[start:end] in place_names() and find_place(plain[first:end]):
            return end
    return 0


def _place(words: str, places: list[Span]) -> Place | None:
    return find_place(words[places[0].start : places[-1].end]) if places else None


def _pays(plain: str) -> list[Span]:
    read = [(match, parse_pay(match[0])) for match in _PAY.finditer(plain)]
    return [
        Span("q", *match.span(), "pay", pay_value(pay))
        for match, pay in read
        if not pay.unparsed and not pay.negotiable
    ]


def _least_pay(words: str, pays: list[Span]) -> int | None:
    return parse_pay(words[pays[0].start : pays[0].end]).low_fen if pays else None


def _levels(plain: str) -> list[Span]:
    return [
        Span("q", s, e, "education", level.value)
        for s, e, level in education_spans(plain, floor=False)
        if not any(m.start <= s and e <= m.end for m in mentions(plain))
    ]


def _conditions(plain: str, what: str) -> list[Span]:
    spans = condition_spans(plain, denied=what == "exclude")
    return [Span("q", _start(plain, s, what), e, what, word.value) for s, e, word in spans]


_DENIAL = re.compile(
    "(?:不想|不能|不要|不上|不做|不|无需|无|拒绝|没有|非|免)(?:上|做|要|接受|有)?$"
)


def _start(plain: str, start: int, what: str) -> int:
    """Where a condition begins, the word that rules it out included."""
    denial = _DENIAL.search(plain[:start]) if what == "exclude" else None
    return denial.start() if denial else start


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _without(words: str, spans: list[Span]) -> str:
    """The words without those that were understood as something besides the trade."""
    taken = {place for span in spans for place in range(span.start, span.end)}
    kept = "".join(" " if place in taken else char for place, char in enumerate(words))
    return " ".join(kept.split())
