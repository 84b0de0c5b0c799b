"""What a search of the pool can be narrowed by, with counts that give nobody away."""

from language.education import Education
from language.occupations import plain_name
from language.places import UnknownPlaceError, counties_of
from marketplace import pool
from marketplace.seekers import EDUCATION_LABELS, HOURS_LABELS
from search.pool import Facet, PoolHits
from web.employer.pool_search import DISTANCES, PoolSearch
from web.place_words import place_words
from web.translate import gettext

Option = tuple[str, str, str | None]
YEARS = (1, 3, 5, 10)


def facets_of(area: int, asked: PoolSearch, hits: PoolHits) -> list[dict[str, object]]:
    """Return the facets as `ui.facets` takes them.

    A count is told from five people on, as the step it reaches; a skill or certificate that
    fewer have is not offered at all.
    """
    counts = hits.facets
    return [
        _facet("place", gettext("地点"), asked.place, gettext("全市"), _places(area, counts)),
        _facet("within_km", gettext("离工作地点"), asked.within_km, gettext("不限"), _distances()),
        _facet("occupation", gettext("想做的工作"), asked.occupation, gettext("不限"),
               _named(counts.get(Facet.OCCUPATION, {}), asked.occupation, plain_name)),
        _facet("education", gettext("学历"), asked.education, gettext("不限"), _levels(counts)),
        _facet("years", gettext("做过"), asked.years, gettext("不限"), _years()),
        _facet("hours", gettext("工作时间"), asked.hours, gettext("不限"), _hours()),
        _facet("certificate", gettext("证书"), asked.certificate, gettext("不限"),
               _named(counts.get(Facet.CERTIFICATES, {}), asked.certificate, str)),
        _facet("skill", gettext("技能"), asked.skill, gettext("不限"),
               _named(counts.get(Facet.SKILLS, {}), asked.skill, str)),
    ]  # fmt: skip


def chosen_of(asked: PoolSearch) -> list[tuple[str, str]]:
    """Return what narrows the search as (field, text), for chips that can be taken off."""
    level = next((text for each, text in EDUCATION_LABELS.items() if each == asked.education), "")
    hours = next((text for each, text in HOURS_LABELS.items() if each == asked.hours), "")
    found = [
        ("occupation", _occupation(asked.occupation)),
        ("place", _place(asked.place)),
        ("within_km", _distance(asked.within_km) if asked.within_km in DISTANCES else ""),
        ("education", gettext("%(level)s及以上", level=gettext(level)) if level else ""),
        ("years", gettext("做过 %(years)d 年以上", years=asked.years) if asked.years else ""),
        ("hours", gettext(hours) if hours else ""),
        ("certificate", asked.certificate),
        ("skill", asked.skill),
        ("subsidised", gettext("招用可享受政策补贴") if asked.subsidised else ""),
        ("like", gettext("像我们录用过的人") if asked.like else ""),
    ]
    return [(name, text) for name, text in found if text]


def step_words(count: int) -> str | None:
    """Return a count as the step it reaches; None where too few to tell."""
    step = pool.at_least(count)
    return None if step is None else f"{step}+"


def _facet(
    name: str, title: str, chosen: object, everything: str, options: list[Option]
) -> dict[str, object]:
    """One facet; what was chosen is shown as such also when it is no longer offered."""
    value = "" if chosen is None else str(chosen)
    return {
        "name": name,
        "title": title,
        "chosen": [value],
        "options": [("", everything, None), *options],
    }


def _places(area: int, counts: dict[Facet, dict[str, int]]) -> list[Option]:
    found = counts.get(Facet.PLACE, {})
    return [
        (str(row.code), row.name, step_words(found.get(str(row.code), 0)))
        for row in counties_of(area)
    ]


def _levels(counts: dict[Facet, dict[str, int]]) -> list[Option]:
    """Levels from secondary school on; each counts who has it or more, as choosing it does."""
    found = {int(rank): count for rank, count in counts.get(Facet.EDUCATION, {}).items()}
    return [
        (
            level.value,
            gettext("%(level)s及以上", level=gettext(EDUCATION_LABELS[level])),
            step_words(sum(count for rank, count in found.items() if rank >= level.rank)),
        )
        for level in (Education.JUNIOR, Education.SECONDARY, Education.COLLEGE, Education.BACHELOR)
    ]


def _named(found: dict[str, int], chosen: str, words: object) -> list[Option]:
    told = {value: step_words(count) for value, count in found.items()}
    offered = [value for value, count in told.items() if count is not None or value == chosen]
    name = words if callable(words) else str
    return [(value, str(name(value)), told[value]) for value in offered]


def _distances() -> list[Option]:
    return [(str(km), _distance(km), None) for km in DISTANCES]


def _distance(km: int | None) -> str:
    return gettext("%(km)d 公里以内", km=km)


def _years() -> list[Option]:
    return [(str(n), gettext("%(years)d 年以上", years=n), None) for n in YEARS]


def _hours() -> list[Option]:
    return [(hours.value, gettext(text), None) for hours, text in HOURS_LABELS.items()]


def _place(code: int | None) -> str:
    try:
        return place_words(code) if code else ""
    except UnknownPlaceError:
        return str(code)


def _occupation(code: str) -> str:
    try:
        return plain_name(code) if code else ""
    except LookupError:
        return code
