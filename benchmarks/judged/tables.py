"""Real tables as postings and profiles of the file contract, with ids that stay.

An id is the table's short name and the row's number, from 0 without the header:
`labour:123`. The tables lie beside the checkout and are only read; validity is
left out, so that all postings are open.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from runtime.settings import CHECKOUT

DATA = CHECKOUT.parent / "shared" / "data"
AS_OF = "2026-03-01"
"""The day that governs every profile."""

SEED = 20260301
JOB51_ELSEWHERE, PYTHON18, GRADUATES = 900, 500, 400
"""How many rows are drawn of the tables that are not taken whole."""

Row = dict[str, Any]
_HUNAN = re.compile(
    "长沙|株洲|湘潭|衡阳|邵阳|岳阳|常德|张家界|益阳|郴州|永州|怀化|娄底|湘西|湖南|浏阳|宁乡"
)
_CITIES = re.compile("广州|上海|苏州|武汉|重庆|合肥|郑州|南京|佛山")
_DISTRICTS = {
    "上海": re.compile(
        "(松江|浦东|嘉定|徐汇|杨浦|闵行|宝山|普陀|青浦|奉贤|金山|静安|长宁|虹口|黄浦|闸北)(新?区)?"
    ),
    "重庆": re.compile("(九龙坡|渝中|渝北|南岸|江北|沙坪坝|巴南|北碚|大渡口)区?"),
}
"""Districts that the labour site prints without their city."""

_JOB51 = "postings_51job_2024.csv.gz"
_BARE = re.compile(r"\d+\s*[-~]\s*\d+|\d{4,}")
_HEADS = re.compile(r"招?(\d+)\s*人?")
_YEARS = re.compile(r"\d")
_LISTED = re.compile(r"[；;，,、\s]+")
_LEVELS = {"2": "大专", "3": "本科"}
_PERSON_LEVELS = ("博士", "硕士", "本科", "大专", "中专", "高中")


def postings() -> list[Row]:
    """Return about 9,000 postings: some tables whole, of the others a seeded draw."""
    tables = (_labour, _bureau, _described, _job51, _python18, _graduates)
    return [_known(row) for table in tables for row in table()]


def graduate_profiles() -> list[Row]:
    """Return the persons of the graduates' platform that have a full profile."""
    persons = _json_lines("persons_graduate_platform.jsonl")
    return [_known(_person(row)) for row in persons if "工作经验" in row]


def _known(row: Row) -> Row:
    return {field: value for field, value in row.items() if value not in (None, "", [])}


def _drawn(name: str, rows: list[tuple[int, Row]], most: int) -> list[tuple[int, Row]]:
    chosen = random.Random(f"{SEED} {name}").sample(rows, min(most, len(rows)))
    return sorted(chosen, key=lambda pair: pair[0])


def _csv(name: str) -> list[Row]:
    path = DATA / name
    opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _json_lines(name: str) -> list[Row]:
    return [json.loads(line) for line in Path(DATA / name).read_text("utf-8").splitlines()]


def _labour() -> Iterator[Row]:
    for number, row in enumerate(_csv("postings_labour_site_2015.csv.gz")):
        kinds = [row["性质"]] if row["性质"] in {"兼职", "实习"} else []
        yield {
            "id": f"labour:{number}",
            "title": row["职位"],
            "company": row["公司"],
            "text": row["职位描述"],
            "tags": [*kinds, *_split(row["职位类别"]), *_split(row["福利"])],
            "pay": _monthly(row["月薪"]),
            "place": _labour_place(row["地区"]),
            "education": "不限" if row["学历"] == "初中以下" else row["学历"],
            "experience": row["经验"],
            "openings": _heads(row["招聘人数"]),
        }


def _bureau() -> Iterator[Row]:
    for number, row in enumerate(_csv("vacancies_bureau_lists_2024.csv")):
        yield {
            "id": f"bureau:{number}",
            "title": row["岗位"],
            "company": row["企业"],
            "text": row["原文"],
            "pay": _monthly(row["薪资"]),
            "place": row["区域"],
            "education": row["学历"],
            "experience": row["经验"],
            "openings": _heads(row["人数"]),
        }


def _described() -> Iterator[Row]:
    book = load_workbook(DATA / "postings_51job_described.xlsx", read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell) for cell in next(lines)]
    for number, cells in enumerate(lines):
        row = {name: str(cell or "") for name, cell in zip(header, cells, strict=False)}
        yield {
            "id": f"job51d:{number}",
            "title": row["职位"],
            "company": row["公司"],
            "text": row["职位描述"],
            "tags": _split(row["福利"]),
            "pay": row["薪资"],
            "place": _dotted(row["地点"]),
        }


def _job51() -> Iterator[Row]:
    rows = list(enumerate(_csv(_JOB51)))
    hunan = [pair for pair in rows if _HUNAN.match(pair[1]["地点"])]
    others = [pair for pair in rows if _CITIES.match(pair[1]["地点"])]
    drawn = hunan + _drawn("job51", others, JOB51_ELSEWHERE)
    yield from (_job51_row(*pair) for pair in sorted(drawn, key=lambda pair: pair[0]))


def job51_drawn(name: str, most: int) -> list[Row]:
    """Return a draw of that table from all places, another one for every name."""
    rows = list(enumerate(_csv(_JOB51)))
    return [_known(_job51_row(*pair)) for pair in _drawn(name, rows, most)]


def _job51_row(number: int, row: Row) -> Row:
    return {
        "id": f"job51:{number}",
        "title": row["职位"],
        "company": row["公司"],
        "tags": [tag for tag in row["标签"].splitlines() if tag.strip()],
        "pay": row["薪资"],
        "place": row["地点"],
    }


def _python18() -> Iterator[Row]:
    rows = list(enumerate(_json_lines("postings_51job_python_2018.jsonl")))
    for number, row in _drawn("python18", rows, PYTHON18):
        asked = [part.strip() for part in str(row.get("要求") or "").split("|")]
        yield {
            "id": f"python18:{number}",
            "title": row["职位"],
            "company": row["公司"],
            "text": row["职位描述"],
            "pay": row["薪资"],
            "place": _dotted(row["地点"]),
            "experience": next((part for part in asked if "经验" in part), None),
            "education": next((part for part in asked if part in _PERSON_LEVELS), None),
            "openings": next((_heads(part) for part in asked if part.startswith("招")), None),
        }


def _graduates() -> Iterator[Row]:
    rows = list(enumerate(_csv("postings_graduate_platform.csv.gz")))
    for number, row in _drawn("grad", rows, GRADUATES):
        years = row["经验码"]
        yield {
            "id": f"grad:{number}",
            "title": row["职位"],
            "company": row["公司"],
            "text": row["职位描述"],
            "tags": [*_split(row["关键词"]), *_split(row["技能"]), *_split(row["福利"])],
            "pay": f"{row['最低月薪']}-{row['最高月薪']}元/月" if row["最低月薪"] else None,
            "place": row["地点"][:60],
            "education": _LEVELS.get(row["学历码"]),
            "experience": f"{years}年" if years.isdecimal() and years != "0" else years.strip("0"),
            "openings": _heads(row["招聘人数"]),
        }


def _person(row: Row) -> Row:
    schools = str(row.get("教育经历") or "")
    lowest = str(row.get("期望最低月薪") or "")
    return {
        "id": f"grad-person:{row['求职者']}",
        "wants": [wish for wish in _split(row.get("期望职位")) if wish != "其他"],
        "about": row.get("自我评价"),
        "skills": _unmarked(row.get("技能")),
        "certificates": _unmarked(row.get("证书")),
        "education": next((level for level in _PERSON_LEVELS if f"[{level}]" in schools), None),
        "experience_years": _years(str(row.get("工作经验") or "")),
        "birth": row.get("出生年"),
        "place": row.get("期望地点") or row.get("居住地"),
        "min_pay_fen": int(lowest) * 100 if lowest.isdecimal() else None,
        "as_of": AS_OF,
    }


def _years(text: str) -> int | None:
    found = _YEARS.search(text)
    return int(found[0]) if found else (0 if "无" in text else None)


def _unmarked(text: str | None) -> list[str]:
    parts = str(text or "").split("；")
    return list(dict.fromkeys(re.sub(r"\[.*?\]", "", part).strip() for part in parts if part))


def _split(text: str | None) -> list[str]:
    return [part for part in _LISTED.split(str(text or "")) if part]


def _monthly(text: str) -> str:
    return f"{text.strip()}元/月" if _BARE.fullmatch(text.strip()) else text


def _heads(text: str) -> int | None:
    found = _HEADS.fullmatch(text.strip())
    return int(found[1]) or None if found else None


def _dotted(place: str) -> str:
    return place.replace("-", "·")


def _labour_place(text: str) -> str:
    parts = [part.strip() for part in re.split(r"[/-]", text) if part.strip()]
    if len(parts) == 1:
        cities = (city for city, districts in _DISTRICTS.items() if districts.fullmatch(parts[0]))
        parts = [*cities, *parts]
    return "·".join(parts)
