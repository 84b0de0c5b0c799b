"""Sheets for judges: what a pair of person and posting shows, without system or rank."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.judged.tables import Row
from matching.evaluation import Scene
from matching.geography import great_circle_km

SEED = 20260302
FIRST, SECOND = 14, 3
"""Sheets of the first judgement, and of the second."""

REPEATED = 0.2
"""Share of each person's pairs that is judged twice."""

LONGEST_TEXT = 400
_PERSON = ("story", "wants", "about", "skills", "certificates", "education", "experience_years")
_WHERE = ("place", "max_km")
_POSTING = ("title", "company", "pay", "place", "education", "experience", "tags", "certificates")
_CONDITIONS = {
    "night_shift": "夜班",
    "rotating_shift": "倒班",
    "heavy_lifting": "重体力",
    "long_standing": "久站",
    "heights": "高空",
    "dust": "粉尘",
    "noise": "噪声",
    "dormitory_only": "须住宿舍",
    "travel": "出差",
    "outdoors": "户外",
    "fine_vision": "视力要求高",
    "fine_hearing": "听力要求高",
}

Pool = Mapping[int, Sequence[int]]
"""Row of a profile → rows of its postings."""


@dataclass(frozen=True)
class Sheets:
    """The pools of a scene, ready to be written."""

    scene: Scene
    pool: Pool

    def write(self, folder: Path) -> dict[str, int]:
        """Write all sheets, `sheet01.jsonl` on; return how many pairs each holds."""
        parts = [*self._shared_out(self.pool, FIRST), *self._second()]
        counts = {}
        for number, part in enumerate(parts, 1):
            path = folder / f"sheet{number:02}.jsonl"
            lines = [self._line(i, j) for i, postings in part.items() for j in postings]
            path.write_text("".join(lines), "utf-8")
            counts[path.stem] = len(lines)
        return counts

    def _shared_out(self, pool: Pool, count: int) -> list[Pool]:
        """Deal whole persons to sheets of about equal size, the largest pools first."""
        sheets: list[dict[int, Sequence[int]]] = [{} for _ in range(count)]
        order = random.Random(f"{SEED} persons {count}").sample(sorted(pool), len(pool))
        for i in sorted(order, key=lambda i: -len(pool[i])):
            least = min(sheets, key=lambda sheet: sum(map(len, sheet.values())))
            least[i] = self._shuffled(i, pool[i], str(count))
        return [dict(random.Random(SEED).sample(list(each.items()), len(each))) for each in sheets]

    def _second(self) -> list[Pool]:
        """A fifth of each person's pairs, in another order."""
        drawn = {
            i: self._shuffled(i, postings, "repeated")[: round(len(postings) * REPEATED)]
            for i, postings in self.pool.items()
        }
        return self._shared_out(drawn, SECOND)

    def _shuffled(self, i: int, postings: Sequence[int], what: str) -> list[int]:
        seed = f"{SEED} {what} {self.scene.scratch.profile_rows[i]['id']}"
        return random.Random(seed).sample(sorted(postings), len(postings))

    def _line(self, i: int, j: int) -> str:
        person = self.scene.scratch.profile_rows[i]
        posting = self.scene.scratch.posting_rows[j]
        shown = {
            "profile": person["id"],
            "person": shown_person(person),
            "posting": posting["id"],
            "job": shown_posting(posting, km_between(self.scene, i, j)),
        }
        return json.dumps(shown, ensure_ascii=False) + "\n"


def km_between(scene: Scene, i: int, j: int) -> int | None:
    """Return the kilometres between a profile and a posting by their rows, None where unknown."""
    ends = (scene.scratch.profiles[i], scene.scratch.postings[j])
    home, work = (np.array([[end.lat, end.lon]], np.float64) for end in ends)
    km = float(great_circle_km(home, work)[0])
    return None if np.isnan(km) else round(km)


def shown_person(row: Mapping[str, object]) -> Row:
    """What a judge sees of a person: neither age nor group."""
    facts = _some(row, (*_PERSON, *_WHERE))
    if row.get("certificates") == []:
        facts["certificates"] = "无"
    pay = row.get("min_pay_fen")
    if isinstance(pay, int):
        facts["min_pay"] = f"{pay // 100}元/月" + ("（必须）" if row.get("min_pay_hard") else "")
    excludes = row.get("excludes")
    if isinstance(excludes, list):
        facts["excludes"] = [_CONDITIONS[each] for each in excludes]
    return facts


def shown_posting(row: Mapping[str, object], km: int | None) -> Row:
    """What a judge sees of a posting, with the beginning of its text."""
    text = " ".join(str(row.get("text") or "").split())[:LONGEST_TEXT]
    return {**_some(row, _POSTING), "km": km, "text": text}


def _some(row: Mapping[str, object], fields: Sequence[str]) -> Row:
    return {field: row[field] for field in fields if row.get(field) not in (None, "", [])}
