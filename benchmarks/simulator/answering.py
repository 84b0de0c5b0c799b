"""What comes of a week's lists: looks that fade down the list, applications, employers who hire.

The stages a register would see are opened, applied, decided, hired. Whether a person looked at
all is not among them: a card can be seen and left closed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator.lists import Lists
from benchmarks.simulator.noise import Floats, even
from benchmarks.simulator.world import Truth, World

Flags = NDArray[np.bool_]

OPENS = 0.4
"""A posting seen is opened with the chance of an application to this power, so more often."""


@dataclass(frozen=True)
class Answers:
    """What the register saw of each row of the lists, bool arrays (rows,)."""

    opened: Flags
    applied: Flags
    decided: Flags
    hired: Flags


def looked_at(world: World, week: int, lists: Lists) -> Floats:
    """Return the chance that each row is looked at."""
    chance: Floats = lists.place.astype(np.float64) ** -world.laws(week).eta
    return chance


def answer_lists(
    world: World, lists: Lists, truth: Truth, free: NDArray[np.int64], week: int
) -> Answers:
    """Let people and employers answer; `free` counts places to fill and is lowered in place."""
    seed, i, j = world.seed, lists.i, lists.j
    seen = even(seed, "look", i, j) < looked_at(world, week, lists)
    luck = even(seed, "apply", i, j)
    opened = seen & (luck < truth.apply**OPENS)
    applied = seen & (luck < truth.apply)
    wanted = applied & (even(seed, "hire", i, j) < truth.hire)
    hired, decided = _filled(lists, truth, applied, wanted, free)
    return Answers(opened, applied, decided, hired)


def _filled(
    lists: Lists, truth: Truth, applied: Flags, wanted: Flags, free: NDArray[np.int64]
) -> tuple[Flags, Flags]:
    """Fill places, the likeliest first; a person takes one post.

    Who was wanted and found the place filled, or had gone elsewhere, gets no decision.
    """
    hired, decided = np.zeros_like(applied), applied & ~wanted
    gone: set[int] = set()
    rows = np.flatnonzero(wanted)
    for row in rows[np.argsort(-truth.hire[rows], kind="stable")].tolist():
        person, posting = int(lists.i[row]), int(lists.j[row])
        if free[posting] <= 0 or person in gone:
            continue
        free[posting] -= 1
        gone.add(person)
        hired[row] = decided[row] = True
    return hired, decided
