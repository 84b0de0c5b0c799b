"""Holding back the search for reference cycles while a step makes many small objects.

Python looks for cycles again and again while rows become facts, through
everything that is already there: 45% of the time of loading 20,000 postings.
The steps of a run leave next to no cycles, and end.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_held = 0


@contextmanager
def cycles_left_for_later() -> Iterator[None]:
    """Hold the collector back within the block; blocks may nest and overlap between threads."""
    global _held  # noqa: PLW0603 - the collector is one for the whole process
    with _lock:
        _held += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _held -= 1
            if not _held:
                gc.enable()
