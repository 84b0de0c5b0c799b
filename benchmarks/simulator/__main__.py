"""`python -m benchmarks.simulator`: run what has not been run yet, write docs/simulator/."""

import argparse
import sys

import orjson

from benchmarks.simulator.experiment import CODE, kept, run_intervals, run_world
from benchmarks.simulator.page import report
from benchmarks.simulator.summary import summary
from language.encoder import encoder
from runtime.settings import CHECKOUT

FOLDER = CHECKOUT / "docs" / "simulator"


def main() -> None:
    """Run, sum up, write the figures and the page."""
    asked = _asked()
    worlds = list(kept(run_world, range(asked.worlds), asked.processes))
    intervals = list(kept(run_intervals, range(asked.intervals), asked.processes))
    figures = summary(worlds, intervals)
    figures |= {"code": CODE, "encoder": encoder().version}
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = {**figures, "by_world": worlds, "by_interval": intervals}
    (FOLDER / "results.json").write_bytes(orjson.dumps(_short(whole), option=orjson.OPT_INDENT_2))
    (FOLDER / "index.html").write_text(report(figures, worlds, intervals), "utf-8")
    sys.stdout.write(f"{FOLDER}\n")


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m benchmarks.simulator", description=__doc__)
    words.add_argument("--worlds", type=int, default=12, help="worlds run through all arms")
    words.add_argument("--intervals", type=int, default=50, help="worlds for the intervals")
    words.add_argument("--processes", type=int, default=2)
    return words.parse_args()


def _short(value: object) -> object:
    """Return the same with numbers of four decimals: the file is read by people too."""
    if isinstance(value, dict):
        return {str(key): _short(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_short(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
