"""Arms through the weeks of a world: match, let people answer, log, learn, measure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.simulator.answering import Answers, answer_lists, looked_at
from benchmarks.simulator.arms import Arm, Kind
from benchmarks.simulator.lists import Lists, show_lists
from benchmarks.simulator.panel import Panel
from benchmarks.simulator.pool import day_of
from benchmarks.simulator.world import Truth, World
from matching.conversion import IntArray, day_number
from matching.facts import GROUPS
from matching.learning.examples import Examples

TENANT = 430100


@dataclass(frozen=True)
class Week:
    """What a week of an arm was worth.

    Attributes
    ----------
    expected : hires to be expected of the lists, a hundred people, places without limit
    hired, applied : hires and applications there were, a hundred people
    shown : recommendations a person
    ndcg, calibration : the ranker's `Quality` on the panel
    steepness : how fast the learner thinks looks fade, None without one
    """

    expected: float
    hired: float
    applied: float
    shown: float
    ndcg: float
    calibration: float
    steepness: float | None


@dataclass
class Run:
    """A world as one arm has left it so far.

    `free` counts the places of each posting, `looking` holds the rows of people, `spare` the
    next row to come, `seen` the ids of postings shown to each person.
    """

    arm: Arm
    free: IntArray
    looking: IntArray
    spare: int
    seen: list[set[int]]
    weeks: list[Week] = field(default_factory=list)

    @classmethod
    def of(cls, kind: Kind, world: World) -> Run:
        """Begin."""
        pool = world.pool
        places = np.nan_to_num(pool.columns.openings, nan=1).astype(np.int64)
        seen: list[set[int]] = [set() for _ in pool.people]
        people = pool.size.people
        return cls(Arm(kind, world), places, np.arange(people), people, seen)

    def forked(self, kind: Kind) -> Run:
        """Return the run as it stands, to go on as another arm."""
        arm = replace(self.arm, kind=kind, logged=[*self.arm.logged])
        seen = [set(each) for each in self.seen]
        return Run(arm, self.free.copy(), self.looking.copy(), self.spare, seen, [*self.weeks])

    def until(self, week: int, panel: Panel) -> Run:
        """Run on to a week, measuring."""
        for number in range(len(self.weeks), week):
            people = len(self.looking)
            lists, truth, answers = self.week(number)
            self.weeks.append(self._measured(number, people, lists, truth, answers, panel))
        return self

    def week(self, week: int) -> tuple[Lists, Truth, Answers]:
        """Match and answer one week, and log what a register would."""
        arm, world = self.arm, self.arm.world
        arm.learn(week)
        rank = lambda i, j, features: arm.rank(i, j, features, week)  # noqa: E731
        lists = show_lists(world, self.looking, self.free, self.seen, week, arm.ranker, rank)
        truth = world.truth(lists.i, lists.j, week)
        answers = answer_lists(world, lists, truth, self.free, week)
        arm.logged.append(_logged(world, lists, answers, week))
        self._move_on(lists, answers)
        return lists, truth, answers

    def _move_on(self, lists: Lists, answers: Answers) -> None:
        """Note what was shown; who found work makes room for somebody new."""
        for person, posting in zip(lists.i.tolist(), lists.j.tolist(), strict=True):
            self.seen[person].add(posting + 1)
        gone = np.isin(self.looking, lists.i[answers.hired])
        fresh = min(int(gone.sum()), self.arm.world.pool.size.spare_to - self.spare)
        new = np.arange(self.spare, self.spare + fresh)
        self.spare += fresh
        self.looking = np.concatenate((self.looking[~gone], new))

    def _measured(
        self, week: int, people: int, lists: Lists, truth: Truth, answers: Answers, panel: Panel
    ) -> Week:
        looks = looked_at(self.arm.world, week, lists)
        quality, fitted = panel.quality(self.arm, week), self.arm.fitted
        return Week(
            expected=100 * float((looks * truth.rank).sum()) / people,
            hired=100 * float(answers.hired.sum()) / people,
            applied=100 * float(answers.applied.sum()) / people,
            shown=len(lists.i) / people,
            ndcg=quality.ndcg,
            calibration=quality.calibration,
            steepness=fitted.curve.steepness if fitted else None,
        )


def run_arms(world: World, panel: Panel) -> dict[Kind, list[Week]]:
    """Run every arm through all weeks of a world."""
    last = world.pool.size.weeks
    runs = [
        Run.of(kind, world).until(last, panel)
        for kind in (Kind.FIXED, Kind.UNCORRECTED, Kind.TRUTH)
    ]
    learner = Run.of(Kind.CORRECTED, world).until(world.drift_week, panel)
    forks = (Kind.STOPPED, Kind.RECENT)
    runs += [learner.forked(kind).until(last, panel) for kind in forks]
    runs.append(learner.until(last, panel))
    return {run.arm.kind: run.weeks for run in runs}


def _logged(world: World, lists: Lists, answers: Answers, week: int) -> Examples:
    groups = np.array([_bits(world, person) for person in lists.i.tolist()], np.uint8)
    rows = len(lists.i)
    return Examples(
        features=lists.features,
        lists=week * len(world.pool.people) + lists.i,
        place=lists.place,
        propensity=lists.propensity,
        drawn=lists.drawn,
        opened=answers.opened,
        applied=answers.applied,
        decided=answers.decided,
        hired=answers.hired,
        kept=np.zeros(rows, np.bool_),
        tenant=np.full(rows, TENANT),
        day=np.full(rows, day_number(day_of(week)), np.int32),
        groups=groups,
    )


def _bits(world: World, person: int) -> int:
    groups = world.pool.people[person].groups
    return sum(1 << GROUPS.index(group) for group in groups)
