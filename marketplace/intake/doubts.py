"""What a row says that was not understood: the row is taken without it, the report says so. Pure.

No message repeats a cell: rows of people are personal data.
"""

import re
from datetime import date

from language.conditions import Condition, find_conditions
from language.education import parse_attained, parse_education_floor
from language.fields import list_of, text_of
from marketplace.intake.cells import Told
from marketplace.intake.rows import Reason
from marketplace.postings import PostingContent
from marketplace.seekers import SeekerRow
from runtime.messages import N_

EARLIEST_BIRTH = date(1900, 1, 1)
_COMPOSITE = re.compile(r"[|｜]")
_FIGURE = re.compile(r"\s*[-−－]?\d+(?:\.\d+)?\s*[人名位个]?\s*")
_SAYS_NOTHING = {"无", "没有", "暂无", "不限", "否", "none", "no"}
UNKNOWN_GROUP = N_("重点人群里有不认识的类别，没有登记。请写成“残疾人”“零就业家庭成员”等规范名称。")
UNKNOWN_CONDITION = N_("有不认识的劳动条件，没有采用。请写成“夜班”“高处作业”“粉尘”等。")
UNKNOWN_EDUCATION = N_("没有看懂学历，没有采用。请写成“初中”“高中”“大专”“本科”等。")
UNKNOWN_BIRTH = N_(
    "出生日期没有看懂，或不在 1900 年到今天之间，没有采用。请写成“1990-05-20”或“1990”。"
)
UNKNOWN_DAY = N_("没有看懂日期，没有采用。请写成“2026-12-31”。")
POSITION_WRONG = N_(
    "经纬度不完整或超出范围，没有采用。纬度应在 -90 到 90 之间，经度应在 -180 到 180 之间。"
)
NO_OPENINGS = N_("招聘人数小于 1，没有采用。请填写 1 以上的整数。")


def posting_doubts(told: Told, content: PostingContent) -> tuple[Reason, ...]:
    """Return what was not understood of a posting's row."""
    education = text_of(told, "education")
    found = {
        "education": not _education_known(education, parse_education_floor(education)),
        "conditions": not _conditions_known(told, "conditions"),
        "openings": _below_one(text_of(told, "openings")),
        "lat": _position_lost(told, content.lat),
        "valid_from": _said(told, "valid_from") and content.valid_from is None,
        "valid_to": _said(told, "valid_to") and content.valid_to is None,
    }
    return _reasons(found)


def person_doubts(told: Told, row: SeekerRow, unknown_groups: bool) -> tuple[Reason, ...]:
    """Return what was not understood of a person's row."""
    education = text_of(told, "education")
    found = {
        "education": not _education_known(education, parse_attained(education)),
        "excludes": not _conditions_known(told, "excludes"),
        "groups": unknown_groups,
        "lat": _position_lost(told, row.lat),
        "birth": _said(told, "birth") and row.birth_on is None,
    }
    return _reasons(found)


def likely_birth(born: date | None, today: date) -> date | None:
    """Return a day of birth on which somebody living can be born, else None."""
    return born if born is not None and EARLIEST_BIRTH <= born <= today else None


def says_nothing(word: str) -> bool:
    """Tell whether an entry of a list says that there is none."""
    return word.strip().lower() in _SAYS_NOTHING


_DOUBTS = {
    "education": ("unknown_education", UNKNOWN_EDUCATION),
    "conditions": ("unknown_condition", UNKNOWN_CONDITION),
    "excludes": ("unknown_condition", UNKNOWN_CONDITION),
    "groups": ("unknown_group", UNKNOWN_GROUP),
    "openings": ("openings_below_one", NO_OPENINGS),
    "lat": ("position_out_of_range", POSITION_WRONG),
    "valid_from": ("unknown_day", UNKNOWN_DAY),
    "valid_to": ("unknown_day", UNKNOWN_DAY),
    "birth": ("unknown_birth", UNKNOWN_BIRTH),
}


def _reasons(found: dict[str, bool]) -> tuple[Reason, ...]:
    return tuple(Reason(*_DOUBTS[field], field) for field, doubtful in found.items() if doubtful)


def _said(told: Told, field: str) -> bool:
    text = text_of(told, field).strip()
    return bool(text) and not says_nothing(text)


def _education_known(text: str, level: object) -> bool:
    """A cell that holds several requirements need not name a level."""
    return level is not None or not text.strip() or bool(_COMPOSITE.search(text))


def _conditions_known(told: Told, field: str) -> bool:
    known = {condition.value for condition in Condition}
    entries = list_of(told, field) or ()
    return all(each in known or says_nothing(each) or find_conditions(each) for each in entries)


def _position_lost(told: Told, kept: float | None) -> bool:
    return kept is None and (_said(told, "lat") or _said(told, "lon"))


def _below_one(text: str) -> bool:
    figure = _FIGURE.fullmatch(text)
    bare = re.sub(r"[\s人名位个]", "", text)
    return figure is not None and (bare[0] in "-−－" or float(bare) < 1)
