"""The words of reasons: one text a code, for a person of 55 on a small screen.

Values are kept as codes and numbers and put into words only when shown, so
that a stored reason can be shown again in other words or another language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from language.occupations import plain_name
from marketplace.seekers.wording import CONDITION_LABELS, EDUCATION_LABELS, SEPARATOR
from runtime.messages import N_

Translate = Callable[[str], str]

GOOD: dict[str, str] = {
    "wanted_work": N_("正是您想找的工作：%(work)s"),
    "near_work": N_("和您想找的工作相近：%(work)s"),
    "wider_work": N_("不是您原来想找的工种，但您会的用得上：%(skills)s"),
    "wider_field": N_("不是您原来想找的工种，但属于相近的行当，可以多一个选择"),
    "text_close": N_("工作内容和您填写的情况对得上"),
    "same_area": N_("工作地点就在您住的这一片"),
    "near_home": N_("离家约 %(km)s 公里"),
    "pay_meets": N_("工资%(pay)s，达到您想要的水平"),
    "skills_held": N_("要用到的技能您会：%(skills)s"),
    "certificates_held": N_("要求的证书您有：%(certificates)s"),
    "education_meets": N_("要求学历%(floor)s，您符合"),
    "no_education_asked": N_("不限学历"),
    "experience_meets": N_("要求 %(years)s 年经验，您有 %(have)s 年"),
    "no_experience_asked": N_("不要求工作经验"),
    "new_posting": N_("新发布的岗位"),
    "many_openings": N_("招 %(openings)s 人，名额较多"),
    "reserved_for_you": N_("这是%(kind)s，面向您这样的服务对象"),
    "served_first": N_("按就业援助政策，优先为您安排"),
    "plain_list": N_("按您的选择没有使用个性化推荐，这是离家近、新发布的岗位"),
}
"""What speaks for a posting."""

WEAK: dict[str, str] = {
    "other_work": N_("和您想找的工作不是一类"),
    "work_unclear": N_("没有写清楚是哪一类工作，请看岗位说明"),
    "wants_unknown": N_("您还没有填写想找什么工作"),
    "text_far": N_("工作内容和您填写的情况差别较大"),
    "far_home": N_("离家约 %(km)s 公里，路上花时间较多"),
    "place_not_stated": N_("没有写明工作地点，请先问清楚"),
    "home_unknown": N_("您还没有填写住址，算不出路程"),
    "place_rough": N_("只写了大致地点，实际路程可能不同"),
    "pay_below": N_("工资%(pay)s，低于您想要的%(wish)s"),
    "pay_not_stated": N_("没有写明工资，请先问清楚"),
    "hard_conditions": N_("工作比较辛苦：%(conditions)s"),
    "old_posting": N_("发布已有 %(days)s 天，名额可能不多了"),
    "openings_not_stated": N_("没有写明招几个人"),
    "skills_missing": N_("还需要会：%(skills)s"),
    "skills_unknown": N_("需要会：%(skills)s，您还没有填写自己会什么"),
    "certificates_missing": N_("还缺证书：%(certificates)s"),
    "certificates_unknown": N_("要求有%(certificates)s，您还没有登记证书"),
    "education_below": N_("要求学历%(floor)s，您登记的是%(have)s"),
    "education_not_stated": N_("没有写明学历要求"),
    "education_unknown": N_("要求学历%(floor)s，您还没有登记学历"),
    "overqualified": N_("只要求学历%(floor)s，您的学历可能用不上"),
    "experience_short": N_("要求 %(years)s 年经验，您登记的是 %(have)s 年"),
    "experience_unknown": N_("要求 %(years)s 年经验，您还没有填写工作经验"),
    "birth_unknown": N_("未满 18 周岁不能做这项工作，您还没有登记出生日期"),
}
"""What speaks against a posting, or is not known."""

BARRED: dict[str, str] = {
    "closed": N_("这个岗位现在不招人"),
    "underage": N_("您还不到这个岗位法定的最低年龄"),
    "reserved": N_("这是%(kind)s，您登记的情况不在招用范围内"),
    "education": N_("要求%(floor)s，您登记的是%(have)s"),
    "certificate": N_("必须有%(certificates)s，您没有登记"),
    "excluded": N_("工作中有您说过不接受的情况：%(conditions)s"),
    "distance": N_("离家约 %(km)s 公里，超过您定的 %(limit)s 公里"),
    "pay": N_("工资最高%(pay)s，低于您的底线%(wish)s"),
    "hidden": N_("您选择了不看这家单位的岗位"),
    "declined": N_("您已经表示这个岗位不合适"),
}
"""Why a posting may not be recommended, by the code of the rule that bars it."""

NOT_CHOSEN: dict[str, str] = {
    "already_applied": N_("已经投递或联系过这个岗位"),
    "no_consent": N_("本人没有同意接收岗位推荐"),
    "not_active": N_("本人的求职登记现在没有开放"),
    "better_ones": N_("同一次匹配中有更合适的岗位排在前面"),
    "full": N_("这个岗位在这次匹配中的推荐名额已满"),
    "no_cycle": N_("还没有进行过匹配"),
    "new_since": N_("上次匹配之后才有这个岗位或这份登记"),
}
"""Why an eligible posting was not recommended."""

RESERVED_LABELS: dict[str, str] = {
    "public_welfare": N_("公益性岗位"),
    "graduate_internship": N_("高校毕业生就业见习岗位"),
    "poverty_workshop": N_("就业帮扶车间岗位"),
}

_LABELS = {
    **RESERVED_LABELS,
    **{level.value: label for level, label in EDUCATION_LABELS.items()},
    **{condition.value: label for condition, label in CONDITION_LABELS.items()},
}
_PAYS, _WAYS, _WORK = {"pay", "wish"}, {"km", "limit"}, "work"
_TEXTS = {**GOOD, **WEAK, **BARRED, **NOT_CHOSEN}
_UNKNOWN = N_("未填写")
_PAY_RANGE = N_("每月 %(low)s–%(high)s 元")
_PAY_ONE = N_("每月 %(low)s 元")


def reason_text(code: str, values: dict[str, Any], translate: Translate = str) -> str:
    """Return a reason as a sentence; `translate` is the page's gettext.

    Raises KeyError for a code that no rule or feature has.
    """
    words = {name: _in_words(name, value, translate) for name, value in values.items()}
    return translate(_TEXTS[code]) % words


def _in_words(name: str, value: Any, translate: Translate) -> str:
    if value is None:
        return translate(_UNKNOWN)
    if isinstance(value, str):
        return plain_name(value) if name == _WORK else translate(_LABELS[value])
    if isinstance(value, list):
        return _pay(value, translate) if name in _PAYS else _listed(value, translate)
    return _kilometres(value) if name in _WAYS else f"{value:g}"


def _listed(words: list[str], translate: Translate) -> str:
    return translate(SEPARATOR).join(translate(_LABELS.get(word, word)) for word in words)


def _pay(fen: list[int], translate: Translate) -> str:
    low, high = fen[0], fen[-1]
    text = _PAY_ONE if low == high else _PAY_RANGE
    return translate(text) % {"low": f"{low / 100:g}", "high": f"{high / 100:g}"}


def _kilometres(km: float) -> str:
    return f"{km:.1f}" if km < 10 else f"{km:.0f}"  # noqa: PLR2004  # whole kilometres from ten on
