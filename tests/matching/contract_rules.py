"""The contract's hard rules on rows of files, read and applied apart from all our code.

`rule(profile, posting, today)` answers for one pair; `posting_row` and
`profile_row` make rows that crowd on the boundaries.
"""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

DAY = date(2026, 3, 1)
LADDER = [
    ("不限", "无", "学历不限"), ("小学", "小学以上"), ("初中", "初中及以上学历"),
    ("高中", "中专", "中技", "职高", "技校", "中等专科", "中专/高中", "高中（中专）以上"),
    ("大专", "高职", "大专及以上，专业不限", "大 专", "大学专科"),
    ("本科", "本科或以上", "大学本科"), ("硕士", "硕士研究生"), ("博士", "博士研究生"),
]  # fmt: skip
LEVEL = {word: level for level, words in enumerate(LADDER) for word in words}
UPPER = {
    "5千-8千": 800_000,
    "3000-5000元/月": 500_000,
    "6000元": 600_000,
    "6000元以上": None,
    "5500元/月起": None,
    "7500元/月及以上": None,
    "4500元/月以下": 450_000,
    "底薪3000元+提成": None,
    "８０００－９０００元／月": 900_000,
    "15K-20K": 2_000_000,
    "数千元": None,
    "200元/半天": None,
    "面议": None,
    "8千-1.2万·13薪": 1_200_000,
    "200元/天": 435_000,
    "25元/小时": 435_000,
    "12万/年": 1_000_000,
    "5元/件": None,
    "看情况给": None,
}
NEEDS = {
    "public_welfare": {"employment_difficulty", "zero_employment_household"},
    "graduate_internship": {"unemployed_graduate"},
    "poverty_workshop": {"poverty_household"},
}
GROUPS = (
    "unemployed_graduate", "employment_difficulty", "poverty_household",
    "disabled", "zero_employment_household", "returning_migrant",
)  # fmt: skip
HAZARDS = {"night_shift", "heavy_lifting", "heights", "dust"}
CONDITIONS = (
    "night_shift", "rotating_shift", "heavy_lifting", "long_standing", "heights", "dust",
    "noise", "dormitory_only", "travel", "outdoors", "fine_vision", "fine_hearing",
)  # fmt: skip
CERTIFICATES = ("电工证", "焊工证", "叉车证", "健康证", "驾驶证A2", "驾驶证C1", "驾驶证C2")
COMPANIES = ("长沙甲有限公司", "长沙乙（集团）有限公司", "丙厂")
SPOTS = [(28.2, 112.9), (28.25, 112.95), (28.2, 112.9001), (29.0, 113.5), (-33.9, 18.4), (0.0, 0.0)]


def rule(profile: Row, posting: Row, today: date) -> str:
    """Return the first rule that fails, or ok."""
    day = date.fromisoformat(profile.get("as_of") or today.isoformat())
    for name, fails in _IN_ORDER:
        if fails(profile, posting, day):
            return name
    return "ok"


def _closed(s: Row, p: Row, day: date) -> bool:
    first, last = p.get("valid_from"), p.get("valid_to")
    return bool((first and day.isoformat() < first) or (last and day.isoformat() > last))


def _age(birth: str, day: date) -> int:
    born = f"{birth}-12-31" if len(birth) == 4 else birth
    year, month, dom = map(int, born.split("-"))
    had_birthday = (day.month, day.day) >= (month, dom)
    return day.year - year - (0 if had_birthday else 1)


def _underage(s: Row, p: Row, day: date) -> bool:
    if not s.get("birth"):
        return False
    age = _age(str(s["birth"]), day)
    return age < 16 or (age < 18 and not HAZARDS.isdisjoint(p.get("conditions") or []))


def _reserved(s: Row, p: Row, day: date) -> bool:
    kind = p.get("reserved")
    return kind is not None and NEEDS[kind].isdisjoint(s.get("groups") or [])


def _education(s: Row, p: Row, day: date) -> bool:
    if s.get("education") is None or p.get("education") is None:
        return False
    return LEVEL[p["education"]] > LEVEL[s["education"]]


def _certificate(s: Row, p: Row, day: date) -> bool:
    held = s.get("certificates")
    return held is not None and any(each not in held for each in p.get("certificates") or [])


def _excluded(s: Row, p: Row, day: date) -> bool:
    return any(each in (p.get("conditions") or []) for each in s.get("excludes") or [])


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great circle by the haversine."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def _distance(s: Row, p: Row, day: date) -> bool:
    if None in (s.get("max_km"), s.get("lat"), s.get("lon"), p.get("lat"), p.get("lon")):
        return False
    return kilometres((s["lat"], s["lon"]), (p["lat"], p["lon"])) > s["max_km"]


def _pay(s: Row, p: Row, day: date) -> bool:
    if not s.get("min_pay_hard") or s.get("min_pay_fen") is None or p.get("pay") is None:
        return False
    upper = UPPER[p["pay"]]
    return upper is not None and s["min_pay_fen"] > upper


def _hidden(s: Row, p: Row, day: date) -> bool:
    return p.get("company") is not None and p["company"] in (s.get("hidden_from") or [])


def _declined(s: Row, p: Row, day: date) -> bool:
    return p["id"] in (s.get("declined") or [])


_IN_ORDER = (
    ("closed", _closed),
    ("underage", _underage),
    ("reserved", _reserved),
    ("education", _education),
    ("certificate", _certificate),
    ("excluded", _excluded),
    ("distance", _distance),
    ("pay", _pay),
    ("hidden", _hidden),
    ("declined", _declined),
)


def posting_row(number: int, luck: random.Random) -> Row:
    """A posting of few words, so that nothing but its fields says anything."""
    spot = luck.choice(SPOTS)
    row = {
        "id": f"岗/{number} a",
        "title": "岗位",
        "company": luck.choice(COMPANIES),
        "pay": luck.choice(list(UPPER)),
        "lat": spot[0],
        "lon": spot[1],
        "education": luck.choice(list(LEVEL)),
        "conditions": luck.sample(CONDITIONS, luck.choice((0, 0, 1, 2))),
        "certificates": luck.sample(CERTIFICATES, luck.choice((0, 0, 1, 2))),
        "reserved": luck.choice((None, None, None, *NEEDS)),
        "valid_from": _near(luck) if luck.random() < 0.3 else None,
        "valid_to": _near(luck) if luck.random() < 0.3 else None,
    }
    return _thinned(row, luck, ("id", "title"))


def profile_row(number: int, luck: random.Random, postings: list[Row]) -> Row:
    """A profile whose limits are those of some posting, to the hair."""
    spot = luck.choice(SPOTS)
    row = {
        "id": f"人 {number}",
        "wants": [],
        "education": luck.choice(list(LEVEL)),
        "birth": _birth(luck),
        "certificates": luck.sample(CERTIFICATES, luck.choice((0, 2, 4))),
        "lat": spot[0],
        "lon": spot[1],
        "max_km": _limit(spot, luck),
        "min_pay_fen": luck.choice([u for u in UPPER.values() if u]) + luck.choice((-1, 0, 0, 1)),
        "min_pay_hard": luck.random() < 0.6,
        "excludes": luck.sample(CONDITIONS, luck.choice((0, 0, 1))),
        "groups": luck.sample(GROUPS, luck.choice((0, 1, 2))),
        "hidden_from": luck.sample((*COMPANIES, "丁厂"), luck.choice((0, 0, 1))),
        "declined": [luck.choice(postings)["id"], "没有的岗位"] if luck.random() < 0.3 else [],
        "as_of": _near(luck),
    }
    return _thinned(row, luck, ("id", "wants"))


def _near(luck: random.Random) -> str:
    return (DAY + timedelta(days=luck.randint(-2, 2))).isoformat()


def _birth(luck: random.Random) -> str | int:
    if luck.random() < 0.2:
        return luck.choice(("2009", "2010", 2007, 2008, "1970"))
    if luck.random() < 0.2:
        return luck.choice(("2008-02-29", "2009-12-31", "1966-05-05"))
    born = date(DAY.year - luck.choice((16, 18)), 3, 1) + timedelta(days=luck.randint(-3, 3))
    return born.isoformat()


def _limit(home: tuple[float, float], luck: random.Random) -> float:
    exact = kilometres(home, luck.choice(SPOTS))
    return luck.choice((exact, exact, exact - 1e-6, exact + 1e-6, 0.0, 5.0, 30_000.0))


def _thinned(row: Row, luck: random.Random, kept: tuple[str, ...]) -> Row:
    """Leave fields out or null: not known."""
    told = {k: v for k, v in row.items() if k in kept or luck.random() < 0.85}
    return {k: None if k not in kept and luck.random() < 0.02 else v for k, v in told.items()}
