"""What the simulator promises about its worlds, its answers and its logs."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.simulator.arms import Kind
from benchmarks.simulator.lists import MOST
from benchmarks.simulator.noise import bell, even
from benchmarks.simulator.panel import Panel
from benchmarks.simulator.pool import Size, day_of
from benchmarks.simulator.running import Run
from benchmarks.simulator.world import World
from matching.draws import NEAR_TIE
from matching.eligibility import Rule, first_failing_rule

SIZE = Size(people=60, stock=500, a_week=100, weeks=5, panel=40)
DRIFT = 3


@pytest.fixture(scope="module")
def world() -> World:
    return World.of(7, SIZE, DRIFT)


def test_noise_belongs_to_the_thing() -> None:
    i, j = np.arange(20_000), np.arange(20_000)[::-1]
    draws = even(3, "look", i, j)

    assert (draws[:50] == even(3, "look", i[:50], j[:50])).all()
    for other in (even(4, "look", i, j), even(3, "apply", i, j), even(3, "look", j, i)):
        assert abs(np.corrcoef(draws, other)[0, 1]) < 0.03
    assert np.allclose(np.histogram(draws, 10, (0, 1))[0] / 2000, 1, atol=0.1)
    normal = bell(3, "wants", i, j)
    assert abs(normal.mean()) < 0.03
    assert abs(normal.std() - 1) < 0.03


def test_a_run_is_the_same_twice(world: World) -> None:
    panel = Panel.of(world)
    again = World.of(7, SIZE, DRIFT)

    first = Run.of(Kind.CORRECTED, world).until(4, panel).weeks
    assert first == Run.of(Kind.CORRECTED, again).until(4, Panel.of(again)).weeks


def test_answers_and_places_add_up(world: World) -> None:
    run = Run.of(Kind.FIXED, world)
    places = run.free.copy()
    taken = np.zeros_like(places)
    shown: set[tuple[int, int]] = set()
    for week in range(SIZE.weeks):
        lists, truth, answers = run.week(week)
        pairs = set(zip(lists.i.tolist(), lists.j.tolist(), strict=True))
        assert not pairs & shown  # nobody is shown a posting twice
        shown |= pairs
        assert (answers.applied <= answers.opened).all()
        assert (answers.decided <= answers.applied).all()
        assert (answers.hired <= answers.decided).all()
        assert ((truth.apply > 0) & (truth.apply < 1)).all()
        assert np.bincount(lists.i[answers.hired], minlength=1).max(initial=0) <= 1
        np.add.at(taken, lists.j[answers.hired], 1)
    assert taken.sum() > 0
    assert (taken <= places).all()
    assert (run.free == places - taken).all()


def test_lists_are_eligible_ranked_and_drawn_near_ties_only(world: World) -> None:
    lists, _, _ = Run.of(Kind.FIXED, world).week(0)

    rules = first_failing_rule(world.people, world.pool.columns, day_of(0))
    assert (rules[lists.i, lists.j] == Rule.OK).all()
    for person in np.unique(lists.i).tolist():
        rows = np.flatnonzero(lists.i == person)
        assert lists.place[rows].tolist() == list(range(1, len(rows) + 1))
        assert len(rows) <= MOST
        by_rank = lists.rank[rows][np.argsort(lists.ranked[rows])]
        assert (np.diff(by_rank) <= 0).all()
    upper = np.flatnonzero(lists.drawn)[::2]
    ends = np.sort(np.stack((lists.rank[upper], lists.rank[upper + 1])), axis=0)
    assert len(upper) > 10
    assert (lists.i[upper] == lists.i[upper + 1]).all()
    assert (ends[0] > (1 - NEAR_TIE) * ends[1]).all()
    assert ((lists.ranked != lists.place) <= lists.drawn).all()
    assert (lists.propensity[~lists.drawn] == 1).all()


def test_hidden_traits_move_the_truth_and_the_drift_does(world: World) -> None:
    lists, before, _ = Run.of(Kind.FIXED, world).week(0)

    after = world.truth(lists.i, lists.j, DRIFT)
    assert np.abs(after.apply - before.apply).max() > 0.05
    assert np.corrcoef(after.rank, before.rank)[0, 1] < 0.98
    own = world.traits.able[lists.i]
    assert np.corrcoef(own, np.log(before.hire))[0, 1] > 0.1


def test_a_fork_goes_its_own_way(world: World) -> None:
    panel = Panel.of(world)
    learner = Run.of(Kind.CORRECTED, world).until(DRIFT, panel)
    stopped = learner.forked(Kind.STOPPED).until(SIZE.weeks, panel)

    assert len(learner.weeks) == DRIFT
    assert stopped.weeks[:DRIFT] == learner.weeks
    learner.until(SIZE.weeks, panel)
    assert learner.weeks[-1].ndcg != stopped.weeks[-1].ndcg
    assert stopped.weeks[-1].ndcg == stopped.weeks[DRIFT].ndcg
