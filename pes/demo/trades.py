"""The trades of the demo: what the work is, who offers it, who wants it, and how much of it.

Words come from `data/trades_*.toml`, figures from `data/survey.csv` and `data/figures.csv`.
"""

import csv
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from language.education import Education
from pes.demo.figures import DATA, SURVEY, figure

GROUPS = ("hands", "service", "office")
FLOORS = (
    Education.NONE,
    Education.JUNIOR,
    Education.SECONDARY,
    Education.COLLEGE,
    Education.BACHELOR,
)
FEWEST_ROWS = 20


@dataclass(frozen=True, eq=False)
class Trade:
    """One trade. Shares are of the trade's postings; `boost` multiplies its weight in a tenant."""

    key: str
    group: str
    titles: tuple[str, ...]
    sectors: tuple[str, ...]
    skill_sets: tuple[tuple[str, ...], ...]
    duties: tuple[str, ...]
    requirements: tuple[str, ...]
    about: tuple[str, ...]
    related: tuple[str, ...]
    schooling: tuple[Education, Education]
    openings: str
    pay_yuan: tuple[float, float, float]
    floors: tuple[float, ...]
    posting_weight: float
    seeker_weight: float
    occupation: str | None = None
    conditions: dict[str, float] = field(default_factory=dict)
    certificates: dict[str, float] = field(default_factory=dict)
    boost: dict[str, float] = field(default_factory=dict)
    welfare: float = 0.0
    internship: float = 0.0
    workshop: float = 0.0

    def in_tenant(self, weight: float, tenant_id: int) -> float:
        """Return a weight as it is in a tenant."""
        return weight * self.boost.get(str(tenant_id), 1.0)


@cache
def trades() -> dict[str, Trade]:
    """All trades by key, in the order of the files."""
    return {key: _trade(key, *found, _survey()[key]) for key, found in _words().items()}


@cache
def groups() -> dict[str, str]:
    """Group of each trade."""
    return {key: group for key, (group, _) in _words().items()}


@cache
def _words() -> dict[str, tuple[str, dict[str, Any]]]:
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for group in GROUPS:
        with (DATA / f"trades_{group}.toml").open("rb") as file:
            found |= {key: (group, words) for key, words in tomllib.load(file).items()}
    return found


@cache
def _survey() -> dict[str, dict[str, str]]:
    with SURVEY.open(encoding="utf-8") as file:
        return {row["trade"]: row for row in csv.DictReader(file)}


def _trade(key: str, group: str, words: dict[str, Any], counted: dict[str, str]) -> Trade:
    low, high = words["schooling"]
    posted = words.get("weight") or _weight(key, counted)
    optional = ("occupation", "conditions", "certificates", "boost")
    shares = ("welfare", "internship", "workshop")
    return Trade(
        key=key,
        group=group,
        titles=tuple(words["titles"]),
        sectors=tuple(words["sectors"]),
        skill_sets=tuple(tuple(each) for each in words["skill_sets"]),
        duties=tuple(words["duties"]),
        requirements=tuple(words["requirements"]),
        about=tuple(words["about"]),
        related=tuple(words["related"]),
        schooling=(Education(low), Education(high)),
        openings=words["openings"],
        pay_yuan=_pay(words, counted),
        floors=tuple(float(counted[f"floor_{level.value}"]) for level in FLOORS),
        posting_weight=posted,
        seeker_weight=posted * words["seekers_per_posting"],
        **{name: words[name] for name in (*optional, *shares) if name in words},
    )


def _pay(words: dict[str, Any], counted: dict[str, str]) -> tuple[float, float, float]:
    """Quartiles in yuan a month: counted, else the ones we assume."""
    if counted["pay_source"] == "none":
        low, mid, high = words["assumed_pay"]
        return float(low), float(mid), float(high)
    return float(counted["pay_low"]), float(counted["pay_mid"]), float(counted["pay_high"])


def _weight(key: str, counted: dict[str, str]) -> float:
    rows = int(counted["site_2015"])
    if key == "sales":
        rows = round(rows * figure("sales_kept"))
    return max(FEWEST_ROWS, rows + figure("bureau_weight") * int(counted["bureau_2024"]))
