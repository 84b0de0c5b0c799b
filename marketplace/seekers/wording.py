"""A part of a profile in words, to show two versions side by side."""

from collections.abc import Callable, Iterable
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

Translate = Callable[[str], str]

NOT_TOLD = N_("未填写")
NONE = N_("无")
SEPARATOR = N_("、")
REACH = N_("%(place)s，%(km)s 公里以内")
PAY = N_("%(pay)s 元/月")
FIRM_PAY = N_("%(pay)s 元/月，低于此不看")
EXPERIENCE = N_("%(level)s，%(years)s 年工作经验")
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
AGE_LABELS: dict[str, str] = {
    "16_24": N_("16–24 岁"),
    "25_34": N_("25–34 岁"),
    "35_44": N_("35–44 岁"),
    "45_54": N_("45–54 岁"),
    "55_up": N_("55 岁及以上"),
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
def wording(change: Change, translate: Translate = str) -> str:  # noqa: ARG001 - for the kinds
    """Return what a part of a profile says; name, phone and address stay masked.

    `translate` is the page's gettext.
    """
    raise TypeError(change)


@wording.register
def _(change: Wants, translate: Translate = str) -> str:
    return _listed([want.title for want in change.wants], translate)


@wording.register
def _(change: Home, translate: Translate = str) -> str:
    where = place(change.place_code).full_name if change.place_code else translate(NOT_TOLD)
    if change.max_km is None:
        return where
    return translate(REACH) % {"place": where, "km": f"{change.max_km:g}"}


@wording.register
def _(change: PayFloor, translate: Translate = str) -> str:
    if change.min_pay_fen is None:
        return translate(NOT_TOLD)
    text = FIRM_PAY if change.min_pay_hard else PAY
    return translate(text) % {"pay": f"{change.min_pay_fen / 100:g}"}


@wording.register
def _(change: WorkingHours, translate: Translate = str) -> str:
    return translate(HOURS_LABELS[change.hours] if change.hours else NOT_TOLD)


@wording.register
def _(change: Schooling, translate: Translate = str) -> str:
    level = translate(EDUCATION_LABELS[change.education] if change.education else NOT_TOLD)
    years = change.experience_years
    if years is None:
        return level
    return translate(EXPERIENCE) % {"level": level, "years": f"{years:g}"}


@wording.register
def _(change: Skills, translate: Translate = str) -> str:
    return _listed(change.skills, translate)


@wording.register
def _(change: Certificates, translate: Translate = str) -> str:
    return _listed(change.certificates, translate)


@wording.register
def _(change: Limits, translate: Translate = str) -> str:
    conditions = [translate(CONDITION_LABELS[word]) for word in change.excludes]
    return _listed([*conditions, *change.hidden_from], translate)


@wording.register
def _(change: ContactDetails, translate: Translate = str) -> str:  # noqa: ARG001 - as the others
    masked = masked_contact(change)
    return f"{masked.name} {masked.phone} {masked.address}".strip()


@wording.register
def _(change: About, translate: Translate = str) -> str:
    return change.about or translate(NOT_TOLD)


def masked_contact(contact: ContactDetails) -> ContactDetails:
    """Return contact details as a form shows them; sent back unchanged they mean "as stored"."""
    return replace(
        contact,
        name=mask_name(contact.name),
        phone=mask_phone(contact.phone) if contact.phone else "",
        address="****" if contact.address else "",
    )


def _listed(items: Iterable[str] | None, translate: Translate) -> str:
    if items is None:
        return translate(NOT_TOLD)
    return translate(SEPARATOR).join(items) or translate(NONE)
