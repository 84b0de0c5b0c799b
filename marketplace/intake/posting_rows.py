"""A row as a posting: understood as every other text is, with nothing invented. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from language.cleaning import plain_line, plain_text
from language.fields import parse_day
from language.occupations import guess_occupations
from language.openings import parse_openings
from language.places import Place, find_place, is_within
from language.understanding import UnderstoodPosting, understand_posting
from marketplace.intake.cells import Told
from marketplace.intake.doubts import posting_doubts
from marketplace.intake.rows import Reason
from marketplace.postings import SHORTEST_DUTIES, PostingContent, Reserved
from runtime.messages import N_

LONGEST_TITLE, LONGEST_COMPANY, LONGEST_TEXT = 120, 100, 20_000
LONG_PLACE = 12
NO_COMPANY = N_("未注明用人单位")
ASK_EMPLOYER = "工作内容请向用人单位了解。"  # stands in a posting: said once, not translated
_UNLIMITED = re.compile(r"\s*(?:男女)?(?:不限|无|无要求|均可|不要求|都可以)\s*(?:男女)?\s*")
_OPEN_BELOW, _OPEN_ABOVE = re.compile(r"[-~—至]\s*(\d{2})"), re.compile(r"(\d{2})\s*[-~—至]")
_DAYS = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|(?<!\d)20\d{6}(?!\d)")
_SERIAL, _EPOCH = re.compile(r"([3-6]\d{4})(?:\.\d+)?"), date(1899, 12, 30)
_PIECES = re.compile(r"[|｜/、，,；;\s]+")
_MOST_OPENINGS = 1_000_000
_RESERVED = {
    "公益": Reserved.PUBLIC_WELFARE,
    "见习": Reserved.GRADUATE_INTERNSHIP,
    "帮扶车间": Reserved.POVERTY_WORKSHOP,
    "扶贫车间": Reserved.POVERTY_WORKSHOP,
}


@dataclass(frozen=True)
class PostingRow:
    """What a row became: the employer it names, the posting's content, what was not understood."""

    company: str
    content: PostingContent
    notes: tuple[Reason, ...] = ()


def posting_row(told: Told, tenant_id: int) -> PostingRow | Reason:
    """Understand a row; a Reason where it holds no posting."""
    title, company = plain_line(_text(told, "title")), plain_line(_text(told, "company"))
    reason = _fault(title, company, _text(told, "text"))
    if reason is not None:
        return reason
    found = understand_posting(told | {"openings": None})
    content = _content(told, found, tenant_id)
    return PostingRow(company or NO_COMPANY, content, posting_doubts(told, content))


def _fault(title: str, company: str, text: str) -> Reason | None:
    if not any(unicodedata.category(char)[0] in "LN" for char in title):
        message = N_("没有岗位名称。请填写岗位名称，例如“缝纫工”。")
        return Reason("missing_title", message, "title")
    for field, value, most in (
        ("title", title, LONGEST_TITLE),
        ("company", company, LONGEST_COMPANY),
        ("text", text, LONGEST_TEXT),
    ):
        if len(value) > most:
            message = N_("这一格有 %(length)d 个字，最多 %(most)d 个字。请删减，或检查列是否错位。")
            params = {"length": len(value), "most": most}
            return Reason("text_too_long", message, field, params)
    return None


def _content(told: Told, found: UnderstoodPosting, tenant_id: int) -> PostingContent:
    first, last = _validity(told)
    exact = found.position if found.position and found.position.precision == "exact" else None
    place = _place(told, found, tenant_id)
    return PostingContent(
        title=found.title,
        duties=_duties(told, found),
        requirements=_requirements(told),
        occupation_code=_occupation(told, found),
        pay_text=plain_line(_text(told, "pay")) or found.pay.text,
        place_code=place.code if place else None,
        address=_address(told),
        lat=exact.lat if exact else None,
        lon=exact.lon if exact else None,
        education_floor=found.education_floor.value if found.education_floor else None,
        experience_years=found.experience_years,
        openings=_openings(told, found),
        conditions=tuple(each.value for each in found.conditions),
        certificates=found.certificates,
        skills=found.skills,
        reserved=_reserved(found.reserved),
        valid_from=first,
        valid_to=last,
    )


def _duties(told: Told, found: UnderstoodPosting) -> str:
    """The description; where it is too short to submit, all that the row says of the work."""
    tags, category = "、".join(found.tags), plain_line(_text(told, "category"))
    short = len(found.text.strip()) < SHORTEST_DUTIES
    lines = [
        f"岗位：{found.title}" if short else "",
        found.text,
        f"类别：{category}" if category and not found.text else "",
        f"标签：{tags}" if tags else "",
    ]
    told_lines = "\n".join(line for line in lines if line)
    return told_lines if len(told_lines) >= SHORTEST_DUTIES else f"{told_lines}\n{ASK_EMPLOYER}"


def _requirements(told: Told) -> str:
    """Age and sex as written: whether they are lawful is for the review to say."""
    written = {"年龄": _age(plain_line(_text(told, "age"))), "性别": plain_line(_text(told, "sex"))}
    return "\n".join(
        f"{label}：{value}" for label, value in written.items() if value and not _unlimited(value)
    )


def _age(written: str) -> str:
    """A range with one end (`-30`, `22-`) in words."""
    upper, lower = _OPEN_BELOW.fullmatch(written), _OPEN_ABOVE.fullmatch(written)
    if upper:
        return f"{upper[1]}岁以下"
    return f"{lower[1]}岁以上" if lower else written


def _unlimited(value: str) -> bool:
    return bool(_UNLIMITED.fullmatch(value))


def _occupation(told: Told, found: UnderstoodPosting) -> str | None:
    guesses = found.occupations or guess_occupations(plain_line(_text(told, "category")))
    return guesses[0][0] if guesses else None


def _place(told: Told, found: UnderstoodPosting, tenant_id: int) -> Place | None:
    """The place named; a coarse one is made finer by the address, an unsure one by the tenant."""
    place, address = _text(told, "place"), _text(told, "address")
    named = found.place or find_place(address) or find_place(place, within=tenant_id)
    if named is None:
        return find_place(address, within=tenant_id)
    if named.level not in {"province", "prefecture"}:
        return named
    finer = find_place(address, within=named.code)
    return finer if finer is not None and is_within(finer, named.code) else named


def _address(told: Told) -> str:
    place = plain_line(_text(told, "place"))
    return plain_text(_text(told, "address")) or (place if len(place) > LONG_PLACE else "")


def _openings(told: Told, found: UnderstoodPosting) -> int | None:
    written = _text(told, "openings")
    known = parse_openings(written)
    if known is None:
        pieces = [piece for piece in _PIECES.split(written) if piece.endswith(("人", "名"))]
        known = next((n for piece in pieces if (n := parse_openings(piece)) is not None), None)
    known = found.openings if known is None else known
    return known if known is not None and known < _MOST_OPENINGS else None


def _validity(told: Told) -> tuple[date | None, date | None]:
    """First and last day; one cell may hold both (2026-01-01 至 2026-03-31)."""
    first, last = _days(_text(told, "valid_from")), _days(_text(told, "valid_to"))
    begin = first[0] if first else (last[0] if len(last) > 1 else None)
    return begin, last[-1] if last else None


def _days(text: str) -> list[date]:
    serial = _SERIAL.fullmatch(text.strip())
    if serial:
        return [_EPOCH + timedelta(days=int(serial[1]))]
    return [day for found in _DAYS.findall(text) if (day := parse_day(found)) is not None]


def _reserved(word: str | None) -> Reserved | None:
    if word is None:
        return None
    own = {kind.value: kind for kind in Reserved}
    named = (kind for mark, kind in _RESERVED.items() if mark in word)
    return own.get(word.strip()) or next(named, None)


def _text(told: Told, field: str) -> str:
    value: Any = told.get(field)
    return "" if value is None else str(value)
