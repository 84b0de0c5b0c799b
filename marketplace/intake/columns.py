"""What columns are called, and the fields they stand for: contract fields and a few more that
tables have (lowest and highest pay apart, sex, an address beside the place).
"""

import json
import re
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from language.cleaning import fold
from runtime.messages import N_


class ImportKind(StrEnum):
    """What a file holds."""

    POSTINGS = "postings"
    SEEKERS = "seekers"


LABELS: dict[str, str] = {
    "id": N_("编号"),
    "title": N_("岗位名称"),
    "company": N_("用人单位"),
    "text": N_("岗位描述"),
    "tags": N_("标签"),
    "category": N_("岗位类别"),
    "pay": N_("薪酬"),
    "pay_low": N_("最低薪酬"),
    "pay_high": N_("最高薪酬"),
    "place": N_("地点"),
    "address": N_("详细地址"),
    "lat": N_("纬度"),
    "lon": N_("经度"),
    "education": N_("学历"),
    "experience": N_("经验"),
    "openings": N_("人数"),
    "age": N_("年龄"),
    "sex": N_("性别"),
    "conditions": N_("劳动条件"),
    "certificates": N_("证书"),
    "reserved": N_("专设岗位"),
    "valid_from": N_("有效期起"),
    "valid_to": N_("有效期至"),
    "name": N_("姓名"),
    "phone": N_("手机号"),
    "id_number": N_("证件号码"),
    "wants": N_("想找的工作"),
    "about": N_("自我介绍"),
    "skills": N_("会做的事"),
    "experience_years": N_("工作年限"),
    "birth": N_("出生日期"),
    "max_km": N_("最远距离（公里）"),
    "min_pay_fen": N_("最低月薪（分）"),
    "min_pay": N_("最低月薪"),
    "min_pay_hard": N_("低于最低月薪不推荐"),
    "excludes": N_("不能接受的条件"),
    "groups": N_("重点人群"),
    "disabled": N_("是否残疾人"),
    "hidden_from": N_("不想让其看到的单位"),
    "declined": N_("不合适的岗位编号"),
}
_UNITS = re.compile(r"[（(\[【].*?[)）\]】]")
_NOISE = re.compile(r"[\s*＊:：、，,。_\-—/\\\"'“”]+")
_LEAST_PART = 2
_LONGEST_NAME = 10
WITHOUT_EFFECT = {"as_of"}  # in the file contract, but a person is judged as of today here
PARTIAL = 100  # rank of a name that only holds a known one


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, tuple[str, int]]]:
    """Name → (field, rank) by kind; `ignored` names stand for no field."""
    text = resources.files("marketplace.intake").joinpath("data/columns.json").read_text("utf-8")
    data = json.loads(text)
    ignored = {plain_name(name): ("", 0) for name in data.pop("ignored")}
    return {
        kind: ignored
        | {
            plain_name(name): (field, rank)
            for field, names in fields.items()
            for rank, name in enumerate(names)
        }
        for kind, fields in data.items()
    }


def known_fields(kind: ImportKind) -> list[str]:
    """Return the fields of a kind, in the contract's order."""
    names = _vocabulary()[kind].values()
    return list(dict.fromkeys(field for field, _ in names if field))


def plain_name(name: str) -> str:
    """Return a column's name as it is compared: no units, blanks, marks or capitals."""
    folded = fold(name)
    bare = _NOISE.sub("", _UNITS.sub("", folded))
    return bare or _NOISE.sub("", folded)


def field_named(kind: ImportKind, name: str) -> tuple[str, int] | None:
    """Return the field a column's name stands for and how good the name is (0 best).

    The field is "" for a name that is known to stand for none; None for an unknown name.
    """
    known, plain = _vocabulary()[kind], plain_name(name)
    if plain in known:
        return known[plain]
    if len(plain) > _LONGEST_NAME:
        return None
    inside = [part for part in known if len(part) >= _LEAST_PART and _is_part(part, plain)]
    if not inside:
        return None
    best = max(inside, key=lambda part: (plain.endswith(part), len(part)))
    field, rank = known[best]
    return field, rank + PARTIAL


def _is_part(part: str, plain: str) -> bool:
    """Chinese names are made of parts (用人单位全称); English ones are compared whole."""
    return not part.isascii() and part in plain
