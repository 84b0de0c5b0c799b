"""A part of a profile in Chinese words, to show two versions side by side."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from language.conditions import Condition
from language.education import Education
from language.places import place
from marketplace.seekers.models import Hours
from marketplace.seekers.sections import (
    About,
    Certificates,
    Change,
    ContactDetails,
    Home,
    Limits,
    PayFloor,
    Schooling,
    Skills,
    Wants,
    WorkingHours,
)
from runtime.messages import N_
from tenants.secrecy import mask_name, mask_phone

NOT_TOLD = N_("未填写")
NONE = N_("无")
EDUCATION_LABELS: dict[Education, str] = {
    Education.NONE: N_("未上过学"),
    Education.PRIMARY: N_("小学"),
    Education.JUNIOR: N_("初中"),
    Education.SECONDARY: N_("高中（中专、中技、职高）"),
    Education.COLLEGE: N_("大专（高职）"),
    Education.BACHELOR: N_("本科"),
    Education.MASTER: N_("硕士"),
    Education.DOCTOR: N_("博士"),
}
HOURS_LABELS: dict[Hours, str] = {
    Hours.FULL_TIME: N_("全职"),
    Hours.PART_TIME: N_("兼职"),
    Hours.TEMPORARY: N_("临时、日结"),
    Hours.FLEXIBLE: N_("时间灵活的工作"),
}
CONDITION_LABELS: dict[Condition, str] = {
    Condition.NIGHT_SHIFT: N_("上夜班"),
    Condition.ROTATING_SHIFT: N_("倒班"),
    Condition.HEAVY_LIFTING: N_("搬重物"),
    Condition.LONG_STANDING: N_("长时间站立"),
    Condition.HEIGHTS: N_("高处作业"),
    Condition.DUST: N_("粉尘"),
    Condition.NOISE: N_("噪声"),
    Condition.DORMITORY_ONLY: N_("必须住宿舍"),
    Condition.TRAVEL: N_("经常出差"),
    Condition.OUTDOORS: N_("户外作业"),
    Condition.FINE_VISION: N_("对视力要求高"),
    Condition.FINE_HEARING: N_("对听力要求高"),
}


@singledispatch
def wording(change: Change) -> str:
    """Return what a part of a profile says; name, phone and address stay masked."""
    raise TypeError(change)


@wording.register
def _(change: Wants) -> str:
    return _listed(want.title for want in change.wants)


@wording.register
def _(change: Home) -> str:
    where = place(change.place_code).full_name if change.place_code else NOT_TOLD
    return where if change.max_km is None else f"{where}，{change.max_km:g} 公里以内"


@wording.register
def _(change: PayFloor) -> str:
    if change.min_pay_fen is None:
        return NOT_TOLD
    return f"{change.min_pay_fen / 100:g} 元/月" + ("，低于此不看" if change.min_pay_hard else "")


@wording.register
def _(change: WorkingHours) -> str:
    return HOURS_LABELS[change.hours] if change.hours else NOT_TOLD


@wording.register
def _(change: Schooling) -> str:
    level = EDUCATION_LABELS[change.education] if change.education else NOT_TOLD
    years = change.experience_years
    return level if years is None else f"{level}，{years:g} 年工作经验"


@wording.register
def _(change: Skills) -> str:
    return _listed(change.skills)


@wording.register
def _(change: Certificates) -> str:
    return _listed(change.certificates)


@wording.register
def _(change: Limits) -> str:
    return _listed([*(CONDITION_LABELS[word] for word in change.excludes), *change.hidden_from])


@wording.register
def _(change: ContactDetails) -> str:
    masked = masked_contact(change)
    return f"{masked.name} {masked.phone} {masked.address}".strip()


@wording.register
def _(change: About) -> str:
    return change.about or NOT_TOLD


def masked_contact(contact: ContactDetails) -> ContactDetails:
    """Return contact details as a form shows them; sent back unchanged they mean "as stored"."""
    return replace(
        contact,
        name=mask_name(contact.name),
        phone=mask_phone(contact.phone) if contact.phone else "",
        address="****" if contact.address else "",
    )


def _listed(items: Iterable[str] | None) -> str:
    return NOT_TOLD if items is None else "、".join(items) or NONE
