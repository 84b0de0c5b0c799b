"""ortools' min-cost flow behind arrays; large networks are solved in a process of their own.

The solver keeps the interpreter to itself while it works, twenty seconds on
five million arcs: the thread that holds a chunk's lease alive would miss its beat. Run as a
program this file reads a network from stdin and writes the flows to stdout; it
imports nothing of ours.
"""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

SOLVER = "ortools.graph.python.min_cost_flow"
ARCS_HERE = 2_000_000
"""Networks up to this size are solved here: seconds, well within a lease."""


class NoFlow(Exception):
    """The flow cannot be solved here: no solver, too many edges, or it gave up."""


@dataclass(frozen=True)
class Arcs:
    """A network: arcs with capacity and cost of a unit, and the supply of each node.

    Attributes
    ----------
    tails, heads : int32 arrays (arcs,), node numbers
    room, costs : int64 arrays (arcs,)
    supplies : int64 array (nodes,), sums to 0
    """

    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    room: IntArray
    costs: IntArray
    supplies: IntArray


def solve(arcs: Arcs) -> IntArray:
    """Return the flow over each arc at the least cost, int64 (arcs,). Raises NoFlow."""
    return solve_here(arcs) if len(arcs.tails) <= ARCS_HERE else solve_apart(arcs)


def solve_here(arcs: Arcs) -> IntArray:
    """Solve in this process; every other thread waits. Raises NoFlow."""
    solver = _solver()
    numbers = solver.add_arcs_with_capacity_and_unit_cost(
        arcs.tails, arcs.heads, arcs.room, arcs.costs
    )
    nodes = np.arange(len(arcs.supplies), dtype=np.int32)
    solver.set_nodes_supplies(nodes, arcs.supplies)
    if solver.solve() != solver.OPTIMAL:
        raise NoFlow
    flows: IntArray = solver.flows(numbers)
    return flows


def solve_apart(arcs: Arcs) -> IntArray:
    """Solve in a process of its own; other threads go on. Raises NoFlow."""
    _solver()  # not worth a process where there is none
    command = [sys.executable, "-P", __file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - this file
        try:
            return _answer(arcs, _open(process.stdin), _open(process.stdout))
        except (OSError, ValueError, EOFError) as error:  # it ended before it answered
            raise NoFlow from error


def _answer(arcs: Arcs, into: IO[bytes], out: IO[bytes]) -> IntArray:
    for array in (arcs.tails, arcs.heads, arcs.room, arcs.costs, arcs.supplies):
        into.write(_packed(array))
    into.close()
    flows: IntArray = np.load(io.BytesIO(out.read()))
    return flows


def _packed(array: NDArray[Any]) -> memoryview:
    """Return an array as numpy's file form; numpy itself writes to no pipe."""
    packed = io.BytesIO()
    np.save(packed, array)
    return packed.getbuffer()


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise NoFlow
    return stream


def main() -> None:
    """Answer one network."""
    data = io.BytesIO(sys.stdin.buffer.read())
    arcs = Arcs(*(np.load(data) for _ in range(5)))
    sys.stdout.buffer.write(_packed(solve_here(arcs)))


def _solver() -> Any:
    """Return an empty SimpleMinCostFlow. Raises NoFlow on a platform that has no wheel of it."""
    try:
        return importlib.import_module(SOLVER).SimpleMinCostFlow()
    except ImportError as error:
        raise NoFlow from error


if __name__ == "__main__":
    main()
