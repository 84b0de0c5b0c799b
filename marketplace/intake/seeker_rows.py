"""A row as a person: understood as forms are. Pure; checking is the room's own business."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from language.cleaning import plain_line
from language.pay import parse_pay
from language.places import find_place
from language.understanding import UnderstoodProfile, understand_profile
from marketplace.groups import Group
from marketplace.intake.cells import Told, key_of
from marketplace.intake.doubts import likely_birth, person_doubts, says_nothing
from marketplace.intake.rows import Reason
from marketplace.seekers import SeekerRow, Want
from runtime.messages import N_

_MARK = re.compile(r"\[[^\[\]]{1,20}\]$")
_MONTH = re.compile(r"\s*((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*月?\s*")
_YES = {"是", "true", "1", "yes", "有", "y"}
_GROUP_WORDS = {
    "毕业生": Group.UNEMPLOYED_GRADUATE,
    "零就业": Group.ZERO_EMPLOYMENT_HOUSEHOLD,
    "就业困难": Group.EMPLOYMENT_DIFFICULTY,
    "困难人员": Group.EMPLOYMENT_DIFFICULTY,
    "脱贫": Group.POVERTY_HOUSEHOLD,
    "贫困": Group.POVERTY_HOUSEHOLD,
    "监测": Group.POVERTY_HOUSEHOLD,
    "残疾": Group.DISABLED,
    "返乡": Group.RETURNING_MIGRANT,
}
EMPTY_ROW = Reason("empty_row", N_("这一行没有可以登记的内容。请检查各列是否对应正确。"))


@dataclass(frozen=True)
class PersonRow:
    """What a row became: the person, the groups it names, the postings declined."""

    row: SeekerRow
    groups: tuple[Group, ...]
    declined: tuple[str, ...] = ()  # postings, by their keys in the source
    notes: tuple[Reason, ...] = ()  # what was not understood


def person_row(told: Told, key: str, today: date = date.max) -> PersonRow | Reason:
    """Understand a row; a Reason where it says nothing of a person.

    A day of birth after `today` is not taken.
    """
    if not told:
        return EMPTY_ROW
    plain = dict(told)
    for field in ("skills", "certificates"):
        if field in plain:
            plain[field] = _unmarked(plain[field])
    row = _row(plain, key, understand_profile(plain))
    row = replace(row, birth_on=likely_birth(row.birth_on, today))
    notes = person_doubts(told, row, any(not _known_group(word) for word in _group_words(told)))
    return PersonRow(row, _groups(told), _declined(told), notes)


def _row(told: Told, key: str, found: UnderstoodProfile) -> SeekerRow:
    exact = found.position if found.position and found.position.precision == "exact" else None
    place = found.place or find_place(_text(told, "address"))
    codes = [codes[0] if codes else None for codes in found.occupations]
    least = _least_pay_fen(told, found)
    return SeekerRow(
        source_key=key,
        name=plain_line(_text(told, "name")) or None,
        phone=plain_line(_text(told, "phone")).removesuffix(".0") or None,
        id_number=plain_line(_text(told, "id_number")) or None,
        birth_on=found.birth_on or _month(_text(told, "birth")),
        address=plain_line(_text(told, "address")) or None,
        wants=tuple(Want(*want) for want in zip(found.wants, codes, strict=True)),
        place_code=place.code if place else None,
        lat=exact.lat if exact else None,
        lon=exact.lon if exact else None,
        max_km=found.max_km,
        min_pay_fen=least,
        min_pay_hard=found.min_pay_hard and least is not None,
        education=found.education,
        experience_years=found.experience_years,
        skills=found.skills if "skills" in told else found.skills or None,
        certificates=found.certificates,
        excludes=found.excludes,
        hidden_from=found.hidden_from,
        about=found.about,
    )


def _unmarked(value: Any) -> Any:
    """Drop what some systems put behind an entry: Python[GOOD]."""
    if isinstance(value, list):
        return [_MARK.sub("", str(item).strip()) for item in value]
    return "；".join(_MARK.sub("", part.strip()) for part in re.split(r"[；;\n]", str(value)))


def _least_pay_fen(told: Told, found: UnderstoodProfile) -> int | None:
    if found.min_pay_fen is not None:
        return found.min_pay_fen
    pay = parse_pay(_text(told, "min_pay"))
    return pay.low_fen if pay.low_fen is not None else pay.high_fen


def _month(text: str) -> date | None:
    """A birth known to the month counts as its last day."""
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 - months
        return None
    year, month = int(match[1]), int(match[2])
    return date(year, month, calendar.monthrange(year, month)[1])


def _groups(told: Told) -> tuple[Group, ...]:
    own, words = {group.value: group for group in Group}, _group_words(told)
    found = [own[word] for word in words if word in own]
    found += [group for word in words for mark, group in _GROUP_WORDS.items() if mark in word]
    if _text(told, "disabled").lower() in _YES:
        found.append(Group.DISABLED)
    return tuple(dict.fromkeys(found))


def _group_words(told: Told) -> list[str]:
    named = told.get("groups") or []
    texts = [str(text) for text in named] if isinstance(named, list) else [str(named)]
    return [word for text in texts for word in re.split(r"[,，、;；|\s]+", text) if word]


def _known_group(word: str) -> bool:
    own = word in {group.value for group in Group}
    return own or says_nothing(word) or any(mark in word for mark in _GROUP_WORDS)


def _declined(told: Told) -> tuple[str, ...]:
    """Ids as files name postings: read as the id of a posting's row is."""
    return tuple(dict.fromkeys(key_of(each) for each in told.get("declined") or ()))


def _text(told: Told, field: str) -> str:
    value: Any = told.get(field)
    return "" if value is None else str(value)
