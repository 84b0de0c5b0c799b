"""The judged queries' own files, what a judge gets to see, and the baseline search is held to."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.judged.agreement import summed_up
from benchmarks.judged.tables import DATA
from benchmarks.queries.collection import need_of, postings_of, queries
from benchmarks.queries.figures import BASELINE, small_collection, whole_over
from benchmarks.queries.grades import AnswerInvalid, answers, distinct, read_qrels, read_repeats
from benchmarks.queries.pool import pooled, shown_posting, write_sheets
from search.evaluation import Ranking

needs_tables = pytest.mark.skipif(not DATA.is_dir(), reason="the tables lie beside the checkout")
MAY_FALL = 0.01


def test_queries_are_of_four_kinds_and_half_of_the_hand() -> None:
    rows = queries()
    kinds = Counter(row["kind"] for row in rows)

    assert len({row["id"] for row in rows}) == len(rows) >= 140
    assert (
        len({need_of(row) for row in rows if "clean" not in row}) == len(rows) - kinds["misspelt"]
    )
    assert set(kinds) == {"everyday", "trade", "mixed", "misspelt"}
    assert min(kinds.values()) >= 30
    assert 2 * sum(row["hand"] for row in rows) >= len(rows)


def test_every_misspelt_query_has_its_clean_one() -> None:
    rows = queries()
    clean = {row["q"] for row in rows if "clean" not in row}

    assert all(("clean" in row) == (row["kind"] == "misspelt") for row in rows)
    assert {row["clean"] for row in rows if "clean" in row} <= clean


def test_grades_are_many_and_both_passes_agree() -> None:
    rows, qrels = queries(), read_qrels()

    assert qrels.keys() == {row["id"] for row in rows}
    assert distinct(qrels, rows) >= 2500
    assert {grade for given in qrels.values() for grade in given.values()} == {0, 1, 2, 3}
    assert summed_up(read_repeats())["alpha_ordinal"] >= 0.67
    assert 10 * len(read_repeats()) >= distinct(qrels, rows)


def test_sheets_ask_for_what_nobody_graded(tmp_path: Path) -> None:
    asked = [
        {"id": "t1", "q": "电焊工", "kind": "trade"},
        {"id": "x1", "q": "dhg", "kind": "misspelt", "clean": "电焊工"},
    ]
    rows = {f"p{n}": {"id": f"p{n}", "title": f"岗位{n}", "company": "某厂"} for n in range(30)}
    lists = [Ranking("t1", ["p1", "p2"], [2, 1]), Ranking("x1", ["p3"], [1])]

    pool = pooled({"plain": lists}, asked, sorted(rows), {"t1": ["p2"]})
    write_sheets(tmp_path, pool, asked, rows)
    sheet = (tmp_path / "sheet01.txt").read_text("utf-8")

    assert list(pool) == ["t1"]
    assert {"p1", "p3"} <= set(pool["t1"])
    assert "p2" not in pool["t1"]
    assert sheet.splitlines()[0] == "## 0 电焊工"
    assert "某厂" not in sheet
    (tmp_path / "graded1.txt").write_text(f"0 {'3' * len(pool['t1'])}\n", "utf-8")
    assert dict(answers(tmp_path)) == {"t1": dict.fromkeys(pool["t1"], 3)}
    (tmp_path / "graded2.txt").write_text("0 31\n", "utf-8")
    with pytest.raises(AnswerInvalid):
        list(answers(tmp_path))


def test_place_and_pay_are_shown_where_they_are_asked_for() -> None:
    row = {"title": "焊工", "place": "长沙", "pay": "6千", "text": "长" * 200}

    assert shown_posting(row, in_full=False) == f"焊工|{'长' * 60}"
    assert shown_posting(row, in_full=True) == f"焊工|长沙|6千|{'长' * 90}"


@needs_tables
def test_search_is_no_worse_than_the_baseline(deployment) -> None:
    before = json.loads(BASELINE.read_text("utf-8"))

    now = whole_over(small_collection(postings_of()))

    assert now >= before["whole"] - MAY_FALL
