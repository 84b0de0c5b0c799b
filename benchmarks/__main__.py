"""`make bench`: run every benchmark, print, and write docs/benchmarks.md and docs/scaling.md."""

import importlib
import inspect
import sys
from collections.abc import Iterator
from datetime import date

from benchmarks import scaling
from benchmarks.measure import Answer, machine
from pes.commands.bench import BENCHES, run_bench
from runtime.clock import today
from runtime.settings import CHECKOUT

FILE = CHECKOUT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Made by `make bench` on {day}, {machine}. Ratios compare sides that ran in turn within one run; only
they can be trusted on a shared machine. `pes bench NAME --json` prints one of them.
"""


def main() -> None:
    """Run all benchmarks, or those named as arguments, and write the page when all ran.

    The page on scaling needs the benchmark `matching` alone.
    """
    names = sys.argv[1:] or list(BENCHES)
    answers = {name: run_bench(name) for name in names}
    page = "\n".join(_page(today(), answers))
    if len(answers) == len(BENCHES):
        FILE.write_text(page, "utf-8")
    if "matching" in answers:
        scaling.write(answers["matching"], today())
    sys.stdout.write(page)


def _page(day: date, answers: dict[str, Answer]) -> Iterator[str]:
    yield HEAD.format(day=day.isoformat(), machine=machine())
    for name, answer in answers.items():
        yield f"## {name}\n\n{BENCHES[name]}\n\n{_what_it_measures(name)}\n"
        if answer.ratios:
            yield "| Ratio | Median | Least | Most | Runs |\n|---|---|---|---|---|"
        for label, ratio in answer.ratios.items():
            values = f"{ratio.median:.2f} | {ratio.min:.2f} | {ratio.max:.2f} | {ratio.runs}"
            yield f"| `{label}` | {values} |"
        yield "\n| Figure | Value |\n|---|---|"
        yield "\n".join(f"| `{label}` | {value:,} |" for label, value in answer.figures.items())
        yield ""


def _what_it_measures(name: str) -> str:
    """Return what the benchmark's module says of itself, below its first line."""
    told = inspect.getdoc(importlib.import_module(f"benchmarks.{name}")) or ""
    return told.partition("\n\n")[2]


if __name__ == "__main__":
    main()
