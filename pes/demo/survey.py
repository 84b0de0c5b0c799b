"""Figures counted from tables of real postings and persons: how the mixture of the demo was found.

`python -m pes.demo.survey FOLDER` counts anew and rewrites `data/survey.csv` and the counted rows
of `data/figures.csv`. Only figures are carried over, never words of a posting. The demo itself
reads the two files alone, so it needs no table.
"""

import csv
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles

from language.education import Education, parse_education_floor
from language.pay import monthly_range_fen, parse_pay
from language.places import PREFECTURES_HUNAN
from pes.demo.figures import SURVEY, Figure, figure, read_figures, write_figures
from pes.demo.plan import short_name
from pes.demo.trades import groups

Row = dict[str, str]
Answer = dict[str, str]

BOARD = "postings_51job_2024.csv.gz"
SITE = "postings_labour_site_2015.csv.gz"
BUREAU = "vacancies_bureau_lists_2024.csv"
REGISTER = "persons_employment_register.csv.gz"

FLOORS = ("none", "junior", "secondary", "college", "bachelor")
FEWEST = {"bureau_2024": 7, "board_2024": 30, "site_2015": 10}
WIDEST = 2.2  # upper quartile to median: beyond it, rows of another trade are in
SANE_YUAN = (900, 60_000)
POOL = 20  # rows below which education is taken from all trades together


def read_table(folder: Path, name: str) -> list[Row]:
    """Rows of a CSV table, packed or not."""
    opened = gzip.open if name.endswith(".gz") else Path.open
    with opened(folder / name, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def middle_yuan(text: str) -> float | None:
    """Middle of a written pay in yuan a month; None when open, negotiable or odd."""
    pay = parse_pay(text)
    if pay.unparsed or pay.negotiable:
        return None
    low, high = monthly_range_fen(pay)
    if low is None or high is None:
        return None
    yuan = (low + high) / 200
    return yuan if SANE_YUAN[0] <= yuan <= SANE_YUAN[1] else None


def middles(rows: Iterable[Row], column: str) -> list[float]:
    """Middles of all readable pays of a column."""
    return [yuan for row in rows if (yuan := middle_yuan(row[column])) is not None]


def count_trades(folder: Path) -> list[Answer]:
    """Return `survey.csv` counted anew: rows, pay quartiles and education floors a trade."""
    tables = {name: read_table(folder, name) for name in (SITE, BUREAU, BOARD)}
    known = _patterns()
    pools = {group: _pool(tables, known, group) for group in set(groups().values())}
    return [_trade(row, tables, pools[groups()[row["trade"]]]) for row in known]


def count_figures(folder: Path) -> dict[str, float]:
    """Return the counted rows of `figures.csv`: name → value."""
    board, site = read_table(folder, BOARD), read_table(folder, SITE)
    hunan = [short_name(place.code) for place in PREFECTURES_HUNAN]
    return {
        "board_pay_hunan_to_all": _pay_ratio(board, hunan),
        "pay_high_to_low": _spread(board),
        "pay_with_extra_months": _share("薪" in row["薪资"] for row in board),
        "register_disabled": _disabled(read_table(folder, REGISTER)),
        "openings_median": median(_openings(site)),
    }


def _pool(tables: dict[str, list[Row]], known: list[Row], group: str) -> list[float]:
    """Floors of all trades of a group together, for trades with few rows of their own."""
    patterns = [row["pattern"] for row in known if groups()[row["trade"]] == group]
    named = re.compile("|".join(patterns), re.IGNORECASE)
    site = [row["学历"] for row in tables[SITE] if named.search(row["职位"])]
    bureau = [row["学历"] for row in tables[BUREAU] if named.search(row["岗位"])]
    return _floors([*site, *bureau])


def _patterns() -> list[Row]:
    with SURVEY.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _trade(known: Row, tables: dict[str, list[Row]], pool: list[float]) -> Answer:
    named = re.compile(known["pattern"], re.IGNORECASE)
    site = [row for row in tables[SITE] if named.search(row["职位"])]
    bureau = [row for row in tables[BUREAU] if named.search(row["岗位"])]
    board = [row for row in tables[BOARD] if named.search(row["职位"])]
    floors = [row["学历"] for row in [*site, *bureau]]
    shares = _floors(floors) if len(floors) >= POOL else pool
    return {
        "trade": known["trade"],
        "pattern": known["pattern"],
        "site_2015": str(len(site)),
        "bureau_2024": str(len(bureau)),
        "board_2024": str(len(board)),
        **_pay_of(site, bureau, board),
        **{f"floor_{name}": f"{share:.3f}" for name, share in zip(FLOORS, shares, strict=True)},
        "floors_n": str(len(floors) if len(floors) >= POOL else 0),
    }


def _pay_of(site: list[Row], bureau: list[Row], board: list[Row]) -> Answer:
    hunan = figure("board_pay_hunan_to_all")
    sources = (
        ("bureau_2024", middles(bureau, "薪资"), 1.0),
        ("board_2024", middles(board, "薪资"), hunan),
        ("site_2015", middles(site, "月薪"), figure("migrant_pay_2023_to_2015") * hunan),
    )
    for name, values, factor in sources:
        if len(values) < FEWEST[name]:
            continue
        low, mid, high = (round(value * factor, -1) for value in quantiles(values, n=4))
        if high <= WIDEST * mid:
            return _pay(low, mid, high, len(values), name)
    return _pay(0, 0, 0, 0, "none")


def _pay(low: float, mid: float, high: float, n: int, source: str) -> Answer:
    return {
        "pay_low": f"{low:.0f}",
        "pay_mid": f"{mid:.0f}",
        "pay_high": f"{high:.0f}",
        "pay_n": str(n),
        "pay_source": source,
    }


def _floors(texts: Sequence[str]) -> list[float]:
    """Shares of the floors named, in the order of `FLOORS`."""
    counts: Counter[str] = Counter()
    for text in texts:
        level = parse_education_floor(text) or Education.NONE
        name = "bachelor" if level >= Education.BACHELOR else level.value
        counts["none" if name == "primary" else name] += 1
    return [counts[name] / max(1, counts.total()) for name in FLOORS]


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values)


def _pay_ratio(board: list[Row], hunan: list[str]) -> float:
    """Median over the board's five kinds of (Hunan's median pay : pool's)."""
    ratios = []
    for kind in sorted({row["职位种类"] for row in board}):
        rows = [row for row in board if row["职位种类"] == kind]
        here = [row for row in rows if row["地点"].split("·")[0] in hunan]
        ratios.append(median(middles(here, "薪资")) / median(middles(rows, "薪资")))
    return median(ratios)


def _spread(board: list[Row]) -> float:
    ratios = []
    for row in board:
        low, high = monthly_range_fen(parse_pay(row["薪资"]))
        if low and high and high > low:
            ratios.append(high / low)
    return median(ratios)


def _openings(site: list[Row]) -> list[int]:
    numbers = (re.search(r"\d+", row["招聘人数"]) for row in site)
    return [count for found in numbers if found and (count := int(found.group())) > 0]


def _disabled(register: list[Row]) -> float:
    people = {row["人员"]: row["是否残疾人"] == "是" for row in register}
    return _share(people.values())


def main(folder: Path) -> None:
    """Rewrite both files."""
    counted = count_figures(folder)
    write_figures(
        [
            Figure(each.name, round(counted[each.name], 3), *each[2:])
            if each.name in counted
            else each
            for each in read_figures()
        ]
    )
    rows = count_trades(folder)
    with SURVEY.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
