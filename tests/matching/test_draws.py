"""Neighbours of almost equal rank drawn by lot: what may move, how often, and what is written."""

from __future__ import annotations

import numpy as np
import pytest

from matching.draws import NEAR_TIE, Draw

SHARE = 0.2


def _lists(people: int, length: int = 5, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Ranks of lists, best first, about every second step a near-tie."""
    random = np.random.default_rng(seed)
    steps = random.choice([0.0, 0.01, 0.1], (people, length))
    rank = 0.5 * np.cumprod(1 - steps, axis=1)
    return np.repeat(np.arange(people) + 7, length), rank.ravel().astype(np.float32)


def test_the_same_run_is_drawn_again_and_another_is_not() -> None:
    seekers, rank = _lists(400)
    may = np.ones(len(rank), np.bool_)
    first = Draw(430100, 3, SHARE).shown(seekers, rank, may)
    again = Draw(430100, 3, SHARE).shown(seekers, rank, may)
    assert (first.place == again.place).all()
    for other in (Draw(430100, 4, SHARE), Draw(430200, 3, SHARE)):
        assert (first.place != other.shown(seekers, rank, may).place).any()
    part = seekers < 100
    alone = Draw(430100, 3, SHARE).shown(seekers[part], rank[part], may[part])
    assert (alone.place == first.place[part]).all()


def test_each_list_keeps_its_places_and_only_near_ties_move_one_step() -> None:
    seekers, rank = _lists(2000)
    shown = Draw(1, 2, SHARE).shown(seekers, rank, np.ones(len(rank), np.bool_))
    places = shown.place.reshape(-1, 5)
    assert (np.sort(places, axis=1) == np.arange(1, 6)).all()
    moved = places - np.arange(1, 6)
    assert set(np.unique(moved)) == {-1, 0, 1}
    down = np.flatnonzero(moved.ravel() == 1)
    assert len(down) > 100
    assert (rank[down + 1] > rank[down] * (1 - NEAR_TIE) - 1e-7).all()
    assert (moved.ravel()[down + 1] == -1).all()


def test_the_propensity_is_the_share_of_draws_that_end_there() -> None:
    seekers, rank = _lists(1)
    rank[:] = 0.4
    seekers = np.arange(40_000).repeat(5)
    shown = Draw(1, 2, SHARE).shown(seekers, np.tile(rank, 40_000), np.ones(200_000, np.bool_))
    natural = np.tile(np.arange(1, 6), 40_000)
    stays = shown.place == natural
    assert stays[shown.drawn].mean() == pytest.approx(1 - SHARE, abs=0.01)
    assert (shown.propensity[shown.drawn & stays] == 1 - SHARE).all()
    assert (shown.propensity[shown.drawn & ~stays] == SHARE).all()
    assert (shown.propensity[~shown.drawn] == 1).all()
    for step in range(1, 5):  # every step down the list is explored
        lower = shown.drawn & (natural == step) & (shown.place == step + 1)
        assert lower.sum() > 40_000 * SHARE * 0.4


def test_nothing_is_drawn_for_plain_lists_nor_with_a_share_of_nothing() -> None:
    seekers, rank = _lists(500)
    may = seekers % 2 == 0
    shown = Draw(1, 2, SHARE).shown(seekers, rank, may)
    assert not shown.drawn[~may].any()
    assert shown.drawn[may].any()
    assert not Draw(1, 2, 0.0).shown(seekers, rank, ~may | may).drawn.any()
    empty = Draw(1, 2, SHARE).shown(seekers[:0], rank[:0], may[:0])
    assert len(empty.place) == 0
