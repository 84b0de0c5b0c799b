"""The experiment: worlds through all arms, and worlds for the intervals; each kept as it is done.

A world that was run with the same code is not run again, so that a run may be ended and gone on
with.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from benchmarks.simulator.attainable import attainable_ndcg
from benchmarks.simulator.intervals import check_intervals
from benchmarks.simulator.panel import Panel
from benchmarks.simulator.pool import Size
from benchmarks.simulator.running import run_arms
from benchmarks.simulator.world import World
from runtime.settings import CHECKOUT

DRIFT_WEEK = 8
SIZE = Size()
INTERVAL_SIZE = Size(people=250, stock=900, a_week=150, weeks=8, panel=0)

FOLDER = CHECKOUT / ".pes" / "simulator"
SOURCES = ("benchmarks.simulator", "matching", "pes.demo", "language")

Row = dict[str, Any]


def run_world(seed: int) -> Row:
    """Return what every arm was worth in the world of a seed."""
    world = World.of(seed, SIZE, DRIFT_WEEK)
    panel = Panel.of(world)
    arms = run_arms(world, panel)
    return {
        "seed": seed,
        "laws": asdict(world.before),
        "attainable": [attainable_ndcg(panel, week) for week in (0, DRIFT_WEEK)],
        "arms": {kind.value: [asdict(week) for week in weeks] for kind, weeks in arms.items()},
    }


def run_intervals(seed: int) -> Row:
    """Return the estimates from the randomised share of a world, and the truth."""
    return {"seed": seed, **asdict(check_intervals(seed, INTERVAL_SIZE))}


def kept(run: Callable[[int], Row], seeds: Sequence[int], processes: int) -> Iterator[Row]:
    """Yield what `run` returns for each seed, in their order, from what is kept or anew."""
    folder = FOLDER / run.__name__ / CODE
    folder.mkdir(parents=True, exist_ok=True)
    files = {seed: folder / f"{seed}.json" for seed in seeds}
    missing = [seed for seed, file in files.items() if not file.is_file()]
    if processes > 1 and len(missing) > 1:
        with ProcessPoolExecutor(processes) as workers:
            for seed, row in zip(missing, workers.map(run, missing), strict=True):
                _keep(files[seed], row)
    else:
        for seed in missing:
            _keep(files[seed], run(seed))
    for file in files.values():
        yield orjson.loads(file.read_bytes())


def _keep(file: Path, row: Row) -> None:
    part = file.with_suffix(".part")
    part.write_bytes(orjson.dumps(row))
    part.rename(file)


def _code_version() -> str:
    """Return the hash of all code of ours that is loaded, and of the generator's data."""
    loaded = {
        Path(str(module.__file__))
        for name, module in list(sys.modules.items())
        if name.startswith(SOURCES) and getattr(module, "__file__", None)
    }
    files = loaded | set((CHECKOUT / "pes" / "demo" / "data").iterdir())
    digest = sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


CODE = _code_version()
"""Stands for the code that runs worlds: what is loaded by the end of this module, and no report."""
