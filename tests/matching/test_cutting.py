"""Chunks: everybody in one of them, none too large, and cut where they were cut before."""

from __future__ import annotations

import pytest

from matching.cycle.cutting import BLOCK, cut


@pytest.mark.parametrize("people", [1, 7, BLOCK, BLOCK + 1, 3 * BLOCK // 2 + 1, 20 * BLOCK + 3])
def test_everybody_is_in_one_chunk(people: int) -> None:
    ids = list(range(10, 10 + 3 * people, 3))

    spans = cut(ids, [])

    found = [n for first, last in spans for n in ids if first <= n <= last]
    assert found == ids
    sizes = [sum(first <= n <= last for n in ids) for first, last in spans]
    assert max(sizes) <= 3 * BLOCK // 2
    assert min(sizes) >= min(people, BLOCK // 2)


def test_nobody_is_no_chunk() -> None:
    assert cut([], []) == cut([], [5, 9]) == []


def test_who_comes_and_goes_moves_no_cut() -> None:
    ids = list(range(5 * BLOCK))
    before = cut(ids, [])
    later = [n for n in ids if n % 50] + list(range(5 * BLOCK, 5 * BLOCK + 300))

    spans = cut(later, [first for first, _ in before])

    assert [first for first, _ in spans[1:]] == [
        min(n for n in later if n >= first) for first, _ in before[1:]
    ]


def test_what_has_shrunk_is_joined_and_what_has_grown_is_cut() -> None:
    ids = list(range(2 * BLOCK))

    assert len(cut(ids, list(range(0, 2 * BLOCK, BLOCK // 4)))) == 2
    assert len(cut(ids, [0, 10])) == 2
