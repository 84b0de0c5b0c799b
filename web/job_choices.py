"""The choices of the job list in words: options with counts, chips to take off, ways out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from language.benefits import Benefit
from language.classification import UnknownOccupationError, occupation
from language.conditions import Condition
from language.occupations import plain_name
from language.places import UnknownPlaceError, counties_of, place
from language.queries import Chip, ChipKind, UnderstoodQuery, without
from marketplace.seekers import CONDITION_LABELS, EDUCATION_LABELS
from matching.wording import RESERVED_LABELS
from runtime.messages import N_
from search.criteria import Sort
from search.jobs.facets import DISTANCES_KM, LEVELS, PAY_FLOORS_FEN, Counts
from search.jobs.relaxing import Relaxation
from web.formats import yuan
from web.job_search import FIELD_OF_CHOICE, JobSearch
from web.templating import with_query
from web.translate import gettext

SORTS = (
    (Sort.RELEVANCE, N_("最相关")),
    (Sort.NEWEST, N_("最新")),
    (Sort.NEAREST, N_("离我最近")),
    (Sort.PAY, N_("薪酬从高到低")),
)
BENEFIT_LABELS: dict[str, str] = {
    Benefit.MEALS: N_("包吃"),
    Benefit.LODGING: N_("包住"),
    Benefit.SOCIAL_INSURANCE: N_("社保"),
    Benefit.HOUSING_FUND: N_("公积金"),
    Benefit.TWO_DAYS_OFF: N_("双休"),
    Benefit.DAY_SHIFT: N_("白班"),
    Benefit.SHUTTLE: N_("班车"),
    Benefit.YEAR_END_BONUS: N_("年终奖"),
    Benefit.OVERTIME_PAY: N_("加班费"),
    Benefit.PAID_LEAVE: N_("带薪休假"),
    Benefit.PAID_TRAINING: N_("带薪培训"),
    Benefit.DAILY_PAY: N_("日结"),
}
CHIP_LABELS: dict[ChipKind, str] = {
    ChipKind.PLACE: N_("地点：%(words)s"),
    ChipKind.NEAR: N_("离得近：%(words)s"),
    ChipKind.OCCUPATION: N_("工种：%(words)s"),
    ChipKind.BENEFIT: N_("福利：%(words)s"),
    ChipKind.PAY: N_("薪酬：%(words)s"),
    ChipKind.EDUCATION: N_("学历：%(words)s"),
    ChipKind.EXPERIENCE: N_("经验：%(words)s"),
    ChipKind.CERTIFICATE: N_("证书：%(words)s"),
    ChipKind.CONDITION: N_("工作条件：%(words)s"),
    ChipKind.SKILL: N_("技能：%(words)s"),
    ChipKind.EXCLUDE: N_("排除：%(words)s"),
}
_GROUPS_SHOWN = 8
_FIELDS = (
    "place", "occupation", "pay_from", "education", "benefit", "without", "reserved", "within_km",
)  # fmt: skip
Option = tuple[str, str, int | None]
Link = dict[str, Any]


def facets(form: JobSearch, area: int, counts: Counts | None, *, at_home: bool) -> list[Link]:
    """Return the groups of `ui.facets`; without counts only what can be named without them."""
    shown = Options(form, counts)
    groups = [
        shown.group("place", N_("地点"), N_("全市"), _places(form, area)),
        shown.group("occupation", N_("职业大类"), N_("不限"), _occupations(form, counts)),
        shown.group("pay_from", N_("每月至少"), N_("不限"), _floors(form)),
        shown.group("benefit", N_("福利"), "", list(BENEFIT_LABELS.items()), multiple=True),
        shown.group("without", N_("不要"), "", _values(CONDITION_LABELS), multiple=True),
        shown.group("education", N_("我的学历"), N_("不限"), _levels()),
        shown.group("reserved", N_("面向谁"), N_("不限"), list(RESERVED_LABELS.items())),
        shown.group("within_km", _from_where(at_home=at_home), N_("不限"), _distances()),
    ]
    order: Link = {
        "name": "sort",
        "title": gettext("排序"),
        "chosen": [form.sort.value],
        "options": [(sort.value, gettext(text), None) for sort, text in SORTS],
    }
    return [*(group for group in groups if group["options"]), order]


@dataclass(frozen=True)
class Options:
    """Makes groups of options, each with the number of postings it would leave."""

    form: JobSearch
    counts: Counts | None

    def group(
        self,
        field: str,
        title: str,
        anything: str,
        options: Iterable[tuple[str, str]],
        *,
        multiple: bool = False,
    ) -> Link:
        """Return a group; `anything` is the option that chooses nothing."""
        first: list[Option] = [("", gettext(anything), None)] if anything else []
        chosen = _chosen(self.form, field)
        made = [(value, gettext(text), self._count(field, value)) for value, text in options]
        kept = [each for each in made if each[2] != 0 or each[0] in chosen or not multiple]
        return {
            "name": field,
            "title": gettext(title),
            "chosen": chosen,
            "options": [*first, *kept] if kept else [],
            "multiple": multiple,
        }

    def _count(self, field: str, value: str) -> int | None:
        counted = (self.counts or {}).get(_choice_of(field))
        if counted is None:
            return None
        key = str(round(float(value) * 100)) if field == "pay_from" else value
        listed = field != "pay_from" or int(key) in PAY_FLOORS_FEN
        return counted.get(key, 0) if listed else None


def chosen_chips(form: JobSearch) -> list[Link]:
    """Return what was chosen beside the words, each with the address without it."""
    return [
        {"text": _choice_words(form, name), "remove": _dropping(name)} for name in form.choices.made
    ]


def kept_choices(form: JobSearch) -> list[tuple[str, str]]:
    """Return names and values of what a search in other words keeps: choices, region, order."""
    kept = [(name, value) for field in _FIELDS for name, value in _fields_of(form, field)]
    everywhere = [("everywhere", "yes")] if form.everywhere else []
    order = [("sort", form.sort.value)] if form.sort is not Sort.RELEVANCE else []
    return [*kept, *everywhere, *order]


def _fields_of(form: JobSearch, field: str) -> list[tuple[str, str]]:
    return [(field, value) for value in _chosen(form, field) if value]


def understood_chips(form: JobSearch, understood: UnderstoodQuery | None) -> list[Link]:
    """Return what the words were understood as, each with the address without its words."""
    if understood is None:
        return []
    return [
        {"text": chip_words(chip), "remove": _searching(without(form.q, chip))}
        for chip in understood.chips
    ]


def chip_words(chip: Chip) -> str:
    """Return what a part of the words was taken for: 地点：长沙."""
    return gettext(CHIP_LABELS[chip.kind], words=chip.text)


def ways_out(form: JobSearch, found: Iterable[Relaxation]) -> list[Link]:
    """Return one condition less each: what it is, where it leads, how many postings there are."""
    return [
        {"text": _given_up(form, each), "href": _leading(each), "count": each.postings}
        for each in found
    ]


def _given_up(form: JobSearch, each: Relaxation) -> str:
    if each.choice:
        return gettext("去掉“%(words)s”", words=_choice_words(form, each.choice))
    if each.chip:
        return gettext("去掉“%(words)s”", words=chip_words(each.chip))
    return gettext("也看其他市州的岗位")


def _leading(each: Relaxation) -> str:
    if each.choice:
        return _dropping(each.choice)
    return _searching(each.text) if each.chip else with_query(_anew({"everywhere": "yes"}))


def _searching(words: str) -> str:
    return with_query(_anew({"q": words}))


def _dropping(choice: str) -> str:
    return with_query(_anew({_field_of(choice): None}))


def _anew(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of the address that begin the list from its first page."""
    return {"page": None, "after": None, **changes}


def _choice_words(form: JobSearch, choice: str) -> str:
    return _WORDS[choice](getattr(form.choices, choice))


def _benefits(names: Iterable[str]) -> str:
    return "、".join(gettext(BENEFIT_LABELS.get(name, name)) for name in names)


def _conditions(names: Iterable[str]) -> str:
    return "、".join(gettext(CONDITION_LABELS[Condition(name)]) for name in names)


def place_name(code: int) -> str:
    """Return the name of a division; of a code that is none, that it is not known."""
    try:
        return place(code).name
    except UnknownPlaceError:
        return gettext("不认识的地点")


def occupation_name(code: str) -> str:
    """Return the plain name of an occupation or the title of a group of them."""
    try:
        return plain_name(occupation(code).code)
    except UnknownOccupationError:
        return gettext("不认识的工种")


def _places(form: JobSearch, area: int) -> list[tuple[str, str]]:
    listed = [(str(county.code), county.name) for county in counties_of(area)]
    if form.place and str(form.place) not in dict(listed):
        listed.append((str(form.place), place_name(form.place)))
    return listed


def _occupations(form: JobSearch, counts: Counts | None) -> list[tuple[str, str]]:
    """The groups with most postings, and the one chosen."""
    counted = (counts or {}).get("occupation", {})
    most = sorted(counted, key=lambda code: (-counted[code], code))[:_GROUPS_SHOWN]
    codes = dict.fromkeys([*most, *([form.occupation] if form.occupation else [])])
    return [(code, occupation_name(code)) for code in codes]


def _floors(form: JobSearch) -> list[tuple[str, str]]:
    own = [fen] if (fen := form.choices.pay_from_fen) else []
    return [
        (yuan(fen), gettext("%(yuan)s 元以上", yuan=yuan(fen)))
        for fen in sorted({*PAY_FLOORS_FEN, *own})
    ]


def _levels() -> list[tuple[str, str]]:
    return [(level.value, EDUCATION_LABELS[level]) for level in LEVELS]


def _distances() -> list[tuple[str, str]]:
    return [(str(km), gettext("%(km)d 公里以内", km=km)) for km in DISTANCES_KM]


def _values(labels: Mapping[Condition, str]) -> list[tuple[str, str]]:
    return [(condition.value, text) for condition, text in labels.items()]


def _from_where(*, at_home: bool) -> str:
    return N_("离我多远") if at_home else N_("离市中心或所选区县多远")


def _chosen(form: JobSearch, field: str) -> list[str]:
    value = getattr(form, field)
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return [yuan(value) if field == "pay_from" and value is not None else str(value or "")]


def _choice_of(field: str) -> str:
    return next((choice for choice, name in FIELD_OF_CHOICE.items() if name == field), field)


def _field_of(choice: str) -> str:
    return FIELD_OF_CHOICE.get(choice, choice)


_WORDS: dict[str, Callable[[Any], str]] = {
    "place": place_name,
    "occupation": occupation_name,
    "pay_from_fen": lambda fen: gettext("每月至少 %(yuan)s 元", yuan=yuan(fen)),
    "education": lambda level: gettext(
        "我的学历：%(level)s", level=gettext(EDUCATION_LABELS[level])
    ),
    "within_km": lambda km: gettext("%(km)d 公里以内", km=km),
    "reserved": lambda group: gettext(RESERVED_LABELS[group]),
    "benefits": _benefits,
    "without_conditions": lambda names: gettext("不要%(names)s", names=_conditions(names)),
}
