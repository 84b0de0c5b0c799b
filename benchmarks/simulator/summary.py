"""The figures of all worlds in one object: each arm's means, and the differences that matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from benchmarks.simulator import answering, arms, laws, lists, traits, world
from benchmarks.simulator.experiment import DRIFT_WEEK, INTERVAL_SIZE, SIZE, Row
from benchmarks.simulator.noise import Floats
from matching.draws import NEAR_TIE
from matching.evaluation.metrics import difference

MEASURES = ("expected", "hired", "applied", "shown", "ndcg", "calibration")
SETTLED = 4
"""Week from which on a learner has learned twice."""

Part = slice
BEFORE, AFTER = slice(SETTLED, DRIFT_WEEK), slice(DRIFT_WEEK, None)
AFTER_SETTLED = slice(DRIFT_WEEK + SETTLED, None)
WHOLE = slice(arms.EVERY, None)


def summary(worlds: Sequence[Row], intervals: Sequence[Row]) -> dict[str, Any]:
    """Sum up all worlds; what is told of differences is paired world by world."""
    return {
        "worlds": len(worlds),
        "drift_week": DRIFT_WEEK,
        "arms": {name: means(worlds, name) for name in worlds[0]["arms"]},
        "differences": differences(worlds),
        "attainable_ndcg": attainable(worlds),
        "recovery": recovery(worlds),
        "intervals": coverage(intervals),
        "gate": gate(intervals),
        "assumptions": assumptions(),
    }


def means(worlds: Sequence[Row], arm: str) -> dict[str, list[float]]:
    """Return each measure of an arm by week, a mean over the worlds."""
    return {
        measure: np.round(table(worlds, arm, measure).mean(axis=0), 4).tolist()
        for measure in MEASURES
    }


def table(worlds: Sequence[Row], arm: str, measure: str) -> Floats:
    """Return a measure of an arm, float64 (worlds, weeks)."""
    rows = [[week[measure] for week in row["arms"][arm]] for row in worlds]
    return np.array(rows, np.float64)


def differences(worlds: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return what one arm is worth over another, with paired 95% intervals over the worlds."""
    compared = {
        "learning_ndcg_before_drift": _gap(worlds, "corrected", "fixed", "ndcg", BEFORE),
        "learning_ndcg_after_drift": _gap(worlds, "corrected", "fixed", "ndcg", AFTER),
        "learning_hires_percent": _percent(worlds, "corrected", "fixed", WHOLE),
        "uncorrected_learning_ndcg_before_drift": _gap(
            worlds, "uncorrected", "fixed", "ndcg", BEFORE
        ),
        "correction_ndcg": _gap(worlds, "corrected", "uncorrected", "ndcg", WHOLE),
        "correction_ndcg_before_drift": _gap(worlds, "corrected", "uncorrected", "ndcg", BEFORE),
        "correction_hires_percent": _percent(worlds, "corrected", "uncorrected", WHOLE),
        "correction_calibration": _gap(worlds, "corrected", "uncorrected", "calibration", WHOLE),
        "relearning_ndcg_after_drift": _gap(worlds, "corrected", "stopped", "ndcg", AFTER_SETTLED),
        "relearning_hires_percent": _percent(worlds, "corrected", "stopped", AFTER_SETTLED),
        "short_memory_ndcg_after_drift": _gap(worlds, "recent", "corrected", "ndcg", AFTER_SETTLED),
    }
    return {name: difference(gaps, np.zeros_like(gaps)) for name, gaps in compared.items()}


def by_world(worlds: Sequence[Row], one: str, other: str, measure: str, part: Part) -> Floats:
    """Return one arm's mean of a measure less another's, by world."""
    return _gap(worlds, one, other, measure, part)


def recovery(worlds: Sequence[Row]) -> dict[str, Any]:
    """Return how far the learner has come since the drift.

    `share` is 0 at the level of who stopped learning and 1 at what answers without end would
    teach of the new world; by week since the drift.
    """
    now = table(worlds, "corrected", "ndcg")[:, AFTER].mean(axis=0)
    stopped = float(table(worlds, "stopped", "ndcg")[:, AFTER].mean())
    reach = attainable(worlds)[1]
    return {
        "stopped_ndcg": round(stopped, 4),
        "attainable_ndcg": round(reach, 4),
        "share": np.round((now - stopped) / (reach - stopped), 3).tolist(),
    }


def attainable(worlds: Sequence[Row]) -> tuple[float, float]:
    """Return what answers without end would teach, before the drift and after it: mean nDCG."""
    before, after = np.mean([row["attainable"] for row in worlds], axis=0).tolist()
    return before, after


def coverage(intervals: Sequence[Row]) -> dict[str, Any]:
    """Return how many of the worlds' intervals hold the truth."""
    names = ("value", "gain", "steepness")
    return {"worlds": len(intervals)} | {
        name: {
            "covered": sum(_covers(row[name]) for row in intervals) / max(len(intervals), 1),
            "mean_width": round(_mean(intervals, lambda row: row["high"] - row["low"], name), 3),
            "mean_error": round(_mean(intervals, lambda row: row["value"] - row["true"], name), 3),
            "mean_true": round(_mean(intervals, lambda row: row["true"], name), 3),
        }
        for name in names
    }


def gate(intervals: Sequence[Row]) -> dict[str, int]:
    """Return how often the product's comparison was right to let a challenger win."""
    better = [row["better"] > 0 for row in intervals]
    won = [row["promoted"] for row in intervals]
    return {
        "worlds": len(intervals),
        "truly_better": sum(better),
        "promoted": sum(won),
        "promoted_though_worse": sum(w and not b for w, b in zip(won, better, strict=True)),
        "fixed_weights_promoted_over_better": sum(
            row["demoted"] and b for row, b in zip(intervals, better, strict=True)
        ),
    }


def assumptions() -> dict[str, Any]:
    """Return the numbers that the worlds are made with."""
    return {
        "size": asdict(SIZE),
        "interval_size": asdict(INTERVAL_SIZE),
        "usual_laws": asdict(laws.Laws()),
        "spread_of_laws": laws.SPREAD,
        "eta": laws.ETA,
        "drift": laws.DRIFT,
        "apply_level": world.APPLY_LEVEL,
        "hire_level": world.HIRE_LEVEL,
        "surprise": world.SURPRISE,
        "care_share": traits.CARE_SHARE,
        "opens": answering.OPENS,
        "most_a_week": lists.MOST,
        "near_tie": NEAR_TIE,
        "drawn_share": lists.DRAWN_SHARE,
        "recent_weeks": arms.RECENT_WEEKS,
        "weeks_between_fits": arms.EVERY,
    }


def _gap(worlds: Sequence[Row], one: str, other: str, measure: str, part: Part) -> Floats:
    ours, theirs = table(worlds, one, measure), table(worlds, other, measure)
    gap: Floats = ours[:, part].mean(axis=1) - theirs[:, part].mean(axis=1)
    return gap


def _percent(worlds: Sequence[Row], one: str, other: str, part: Part) -> Floats:
    ours, theirs = table(worlds, one, "expected"), table(worlds, other, "expected")
    percent: Floats = 100 * (ours[:, part].sum(axis=1) / theirs[:, part].sum(axis=1) - 1)
    return percent


def _covers(row: Row) -> bool:
    return bool(row["low"] <= row["true"] <= row["high"])


def _mean(rows: Sequence[Row], of: Callable[[Row], float], name: str) -> float:
    return float(np.mean([of(row[name]) for row in rows])) if rows else 0.0
