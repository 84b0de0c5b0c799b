"""The phases of a full run: each begins when every chunk of the one before has ended.

A chunk's number tells its phase. Scoring and recording are cut alike, by people: chunk
`RECORD_FROM + n` records what was chosen for the people of chunk n.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

ASSIGN_BLOCK: Final = -3
"""Choosing among all that was scored, together."""

PLAN_BLOCK: Final = -2
"""The first chunk of every run: cutting it into the others."""

FINISH_BLOCK: Final = -1
"""The last chunk of every run: summing up, closing."""

RECORD_FROM: Final = 1_000_000


class Phase(IntEnum):
    """What a chunk does."""

    PLAN = 0
    SCORE = 1
    ASSIGN = 2
    RECORD = 3
    FINISH = 4


_ALONE = {
    PLAN_BLOCK: Phase.PLAN,
    ASSIGN_BLOCK: Phase.ASSIGN,
    FINISH_BLOCK: Phase.FINISH,
}


BLOCKS_OF: Final = {Phase.SCORE: (0, RECORD_FROM - 1), Phase.RECORD: (RECORD_FROM, 2**31 - 1)}
"""First and last number of the chunks that are cut by people."""


def phase_of(block: int) -> Phase:
    """Return what the chunk of a number does."""
    if block in _ALONE:
        return _ALONE[block]
    return Phase.SCORE if block < RECORD_FROM else Phase.RECORD


def first_phase(blocks: Iterable[int]) -> list[int]:
    """Return the chunks of the earliest phase among some, ascending."""
    numbers = sorted(blocks)
    earliest = min(map(phase_of, numbers), default=None)
    return [block for block in numbers if phase_of(block) is earliest]


def is_needed(block: int) -> bool:
    """Tell whether a run cannot end well without this chunk."""
    return block in _ALONE
