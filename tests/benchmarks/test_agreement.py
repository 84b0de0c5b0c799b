"""Agreement of two judgements and the grades that come of them, against sums by hand."""

import math
from pathlib import Path

import pytest

from benchmarks.judged.agreement import (
    SheetInvalid,
    adjudicated,
    agreement,
    ordinal_alpha,
    read_grades,
    write_qrels,
)


def test_alpha_by_hand() -> None:
    # Values pooled: 0 twice, 1 three times, 2 once, 3 twice; n = 8.
    # Ordinal distances: 0-1 is 2/2 + 3/2 = 2.5; 1-2 is 3/2 + 1/2 = 2; 2-3 is 1/2 + 2/2 = 1.5;
    # 0-2 is 2.5 + 2 = 4.5; 1-3 is 2 + 1.5 = 3.5; 0-3 is 2.5 + 2 + 1.5 = 6.
    # Seen apart, once: (1, 2), 2² = 4, in both orders 8.
    # By chance: 2 (2·3·2.5² + 2·1·4.5² + 2·2·6² + 3·1·2² + 3·2·3.5² + 1·2·1.5²)
    #   = 2 (37.5 + 40.5 + 144 + 12 + 73.5 + 4.5) = 624.
    pairs = [(0, 0), (1, 1), (1, 2), (3, 3)]

    assert ordinal_alpha(pairs) == pytest.approx(1 - 7 * 8 / 624)


def test_alpha_at_its_ends() -> None:
    assert ordinal_alpha([(0, 0), (3, 3)]) == 1
    assert ordinal_alpha([(0, 3), (3, 0)]) < 0
    assert math.isnan(ordinal_alpha([(1, 1), (1, 1)]))


def test_order_within_a_pair_does_not_matter() -> None:
    assert ordinal_alpha([(0, 1), (2, 3)]) == ordinal_alpha([(1, 0), (3, 2)])


def test_a_half_goes_to_the_lower_grade() -> None:
    first = {("p1", "a"): 3, ("p1", "b"): 1, ("p1", "c"): 2}

    grades = adjudicated(first, {("p1", "a"): 2, ("p1", "b"): 3})

    assert grades == {("p1", "a"): 2, ("p1", "b"): 2, ("p1", "c"): 2}


def test_figures_count_only_what_both_judged() -> None:
    first = {("p1", "a"): 3, ("p1", "b"): 0, ("p1", "c"): 2}

    figures = agreement(first, {("p1", "a"): 1, ("p1", "b"): 0})

    assert (figures["pairs"], figures["judged_twice"]) == (3, 2)
    assert (figures["equal"], figures["within_one"]) == (0.5, 0.5)


def test_sheets_to_qrels(tmp_path: Path) -> None:
    sheet, qrels = tmp_path / "sheet01.tsv", tmp_path / "qrels.tsv"
    sheet.write_text("p2\tlabour:7\t3\n\np1\tbureau:1\t0\n", "utf-8")

    write_qrels(qrels, read_grades([sheet]))

    assert qrels.read_text("utf-8") == "p1\t0\tbureau:1\t0\np2\t0\tlabour:7\t3\n"


@pytest.mark.parametrize("lines", ["p1\ta", "p1\ta\t4", "p1\ta\tx", "p1\ta\t1\np1\ta\t2"])
def test_what_is_no_judgement_is_refused_with_its_line(tmp_path: Path, lines: str) -> None:
    sheet = tmp_path / "sheet01.tsv"
    sheet.write_text(lines, "utf-8")

    with pytest.raises(SheetInvalid, match=r"sheet01\.tsv:\d"):
        read_grades([sheet])
