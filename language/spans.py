"""Where a row's values were read: the piece of a field, what it was taken for, its value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.certificates import DRIVING, certificate_spans, find_certificates
from language.cleaning import fold_in_place
from language.conditions import condition_spans
from language.education import Education, education_spans, parse_education_floor
from language.experience import parse_years, years_spans
from language.fields import Raw, list_of, text_of
from language.lawfulness import find_unlawful
from language.occupation_lexicon import mentions
from language.openings import openings_spans, parse_openings
from language.pay import Pay, parse_pay
from language.places import find_place
from language.skills import skill_spans
from language.work_terms import work_term_spans

Value = str | int | float | dict[str, int | str | None] | list[str]

_PAY = re.compile(
    r"(?:月薪|年薪|日薪|时薪|工资|薪资|薪酬|薪水|待遇|底薪|月收入)[^\d\n,;。:]{0,6}:?\s*"
    r"[\d.,]+\s*[kw千万]?[^\n,。;]{0,24}"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start up to end of a field as it was given, and what they were read as.

    In a field that is a list, offsets count in the entries joined by line breaks.
    """

    field: str
    start: int
    end: int
    what: str
    value: Value


def posting_spans(raw: Raw) -> list[Span]:
    """Spans of a posting's title, text and tags, in the order of the fields."""
    title, text = text_of(raw, "title"), text_of(raw, "text")
    tags = "\n".join(list_of(raw, "tags") or ())
    fields = (("title", title), ("text", text), ("tags", tags))
    running = [span for field, each in fields for span in _running(field, each)]
    unlawful = [
        Span(field, finding.start, finding.end, "unlawful", finding.kind.value)
        for field, each in fields[:2]
        for finding in find_unlawful(each)
    ]
    whole = [*_written_pay(raw), *_short_fields(raw)]
    return [*occupation_spans("title", title), *whole, *running, *unlawful]


def profile_spans(raw: Raw) -> list[Span]:
    """Spans of what a person wants and says of themselves."""
    wants = "\n".join(list_of(raw, "wants") or ())
    about = text_of(raw, "about")
    skills = [
        Span(field, start, end, "skill", name)
        for field, each in (("wants", wants), ("about", about))
        for start, end, name in skill_spans(fold_in_place(each))
    ]
    return [*occupation_spans("wants", wants), *skills]


def occupation_spans(field: str, text: str) -> list[Span]:
    """Names of trades in a field, each with its codes."""
    return [
        Span(field, mention.start, mention.end, "occupation", list(mention.codes))
        for mention in mentions(fold_in_place(text))
    ]


def pay_value(pay: Pay) -> dict[str, int | str | None]:
    """A pay as the value of a span."""
    return {"low": pay.low_fen, "high": pay.high_fen, "basis": pay.basis and pay.basis.value}


def _running(field: str, text: str) -> Iterator[Span]:
    plain = fold_in_place(text)
    found: list[tuple[int, int, str, Value]] = [
        *((s, e, "condition", v.value) for s, e, v in condition_spans(plain)),
        *_certificates(plain),
        *((s, e, "skill", v) for s, e, v in skill_spans(plain)),
        *((s, e, "education", Education(v).value) for s, e, v in education_spans(plain)),
        *((s, e, "experience_years", v) for s, e, v in years_spans(plain)),
        *((s, e, "openings", v) for s, e, v in openings_spans(plain)),
        *work_term_spans(plain),
        *_pays(plain),
    ]
    for start, end, what, value in sorted(found, key=lambda each: each[:2]):
        yield Span(field, start, end, what, value)


def _certificates(plain: str) -> list[tuple[int, int, str, Value]]:
    wanted = find_certificates(plain)
    what = dict.fromkeys(wanted.preferred, "preferred_certificate")
    what |= dict.fromkeys(wanted.required, "certificate")
    read = ((s, e, _named(name, what)) for s, e, name in certificate_spans(plain))
    return [(s, e, what[name], name) for s, e, name in read if name in what]


def _named(name: str, what: dict[str, str]) -> str:
    """What a class of driving licence was read as."""
    return DRIVING if name not in what and name.startswith(DRIVING) else name


def _pays(plain: str) -> list[tuple[int, int, str, Value]]:
    read = [(match, parse_pay(match[0])) for match in _PAY.finditer(plain)]
    return [
        (*match.span(), "pay", pay_value(pay))
        for match, pay in read
        if not pay.unparsed and not pay.negotiable
    ]


def _short_fields(raw: Raw) -> Iterator[Span]:
    """Fields that say one thing: each is a span from end to end, where it was understood."""
    place = find_place(text_of(raw, "place"))
    read: tuple[tuple[str, str, Value | None], ...] = (
        ("place", "place", None if place is None else place.code),
        ("education", "education", parse_education_floor(text_of(raw, "education"))),
        ("experience", "experience_years", parse_years(text_of(raw, "experience"))),
        ("openings", "openings", parse_openings(text_of(raw, "openings"))),
    )
    for field, what, value in read:
        if value is not None:
            yield Span(field, 0, len(text_of(raw, field)), what, value)


def _written_pay(raw: Raw) -> list[Span]:
    written = text_of(raw, "pay")
    pay = parse_pay(written)
    if pay.unparsed or pay.negotiable:
        return []
    return [Span("pay", 0, len(written), "pay", pay_value(pay))]
