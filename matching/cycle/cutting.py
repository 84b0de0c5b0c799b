"""Cutting a cycle's people into chunks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.loading import Span

BLOCK = 1000
"""People in a chunk: about a second of work, so that a lost worker costs little."""


def cut(ids: Sequence[int], starts: Sequence[int]) -> list[Span]:
    """Return first and last person of each chunk, where the run before cut as far as that goes.

    What a process keeps of a chunk then serves the next run, though people come and go.

    Parameters
    ----------
    ids : people, ascending
    starts : first person of each chunk of the run before, ascending
    """
    people = np.array(ids, np.int64)
    parts: list[list[int]] = []
    for part in np.split(people, np.searchsorted(people, np.array(starts[1:], np.int64))):
        if parts and _too_small(len(parts[-1]), len(part)):
            parts[-1] += part.tolist()
        else:
            parts.append(part.tolist())
    return [span for part in parts if part for span in _even(part)]


def _too_small(one: int, other: int) -> bool:
    return one + other <= BLOCK or min(one, other) < BLOCK // 4


def _even(part: list[int]) -> list[Span]:
    pieces = 1 if 2 * len(part) <= 3 * BLOCK else -(-len(part) // BLOCK)
    return [(int(piece[0]), int(piece[-1])) for piece in np.array_split(part, pieces)]
