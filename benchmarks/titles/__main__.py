"""`python -m benchmarks.titles`: print what guesses of occupations are worth, as JSON.

With `--scores`, print how often the first code is right by its score instead: what
`language/data/occupation_calibration.csv` is made of.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.titles.figures import Guess, by_group, calibration_error_by_chance, figures
from benchmarks.titles.tables import adjudicated, labelled, texts_without_trade
from language.occupations import guess_occupations, title_scores

_STEP = 0.1
_RANKS = range(1, 5)


def main() -> None:
    """Print figures of each split, the baseline's, and those of texts without a trade."""
    if "--scores" in sys.argv[1:]:
        print(*_scores(), sep="\n")
        return
    told: dict[str, object] = {
        split: _product(split) for split in ("used", "read", "held", "later")
    }
    told["held_and_later"] = _product("held", "later")
    told["baseline_held_and_later"] = _baseline("held", "later")
    told["unknown"] = {kind: _unknown(texts) for kind, texts in texts_without_trade().items()}
    told["microseconds_a_title"] = _speed()
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _product(*splits: str) -> dict[str, object]:
    cases = adjudicated(*splits)
    guesses = guess_all([case.title for case in cases])
    rounded = {name: round(value, 3) for name, value in figures(cases, guesses).items()}
    groups = {g: [n, round(right, 2)] for g, (n, right) in by_group(cases, guesses).items()}
    by_chance = round(calibration_error_by_chance(cases, guesses), 3)
    return {**rounded, "calibration_error_by_chance": by_chance, "groups": groups}


def _baseline(*splits: str) -> dict[str, float]:
    from benchmarks.titles.baseline import guesses_of_baseline  # noqa: PLC0415 - needs an extra

    cases = adjudicated(*splits)
    found = figures(cases, guesses_of_baseline([case.title for case in cases]))
    return {name: round(value, 3) for name, value in found.items()}


def guess_all(titles: Sequence[str]) -> list[Guess]:
    """Guesses of the product, one a title."""
    return [guess_occupations(title) for title in titles]


def _unknown(texts: Sequence[str]) -> float:
    return round(float(np.mean([not guess for guess in guess_all(texts)])), 3)


def _speed() -> float:
    titles, _ = labelled()
    start = time.process_time()
    guess_all(titles)
    return round((time.process_time() - start) / len(titles) * 1e6, 1)


def _scores() -> Iterator[str]:
    """Lines of score, titles, share right first; then share of the others each rank puts right."""
    cases = adjudicated("used", "read")
    ranked = [sorted(s, key=lambda c: (-s[c], c)) for s in (title_scores(c.title) for c in cases)]
    right = [
        [code in case.codes for code in codes] for case, codes in zip(cases, ranked, strict=True)
    ]
    tops = [max(title_scores(case.title).values(), default=0.0) for case in cases]
    for low in np.arange(0, max(tops), _STEP):
        hits = [r[0] for top, r in zip(tops, right, strict=True) if r and low <= top < low + _STEP]
        if hits:
            yield f"{low:.1f}\t{len(hits)}\t{np.mean(hits):.2f}"
    wrong = [r for r in right if r and not r[0]]
    for rank in _RANKS:
        share = np.mean([any(r[rank : rank + 1]) for r in wrong])
        yield f"rank {rank + 1}\t{len(wrong)}\t{share:.2f}"


if __name__ == "__main__":
    main()
