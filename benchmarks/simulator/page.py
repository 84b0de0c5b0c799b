"""The report as one page that needs nothing else: the figures, the charts, the differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.simulator.arms import EVERY
from benchmarks.simulator.charts import (
    Line,
    agreement_chart,
    difference_chart,
    interval_chart,
    line_chart,
)
from benchmarks.simulator.experiment import Row
from benchmarks.simulator.intervals import Estimate
from benchmarks.simulator.noise import Floats
from benchmarks.simulator.summary import BEFORE, attainable, by_world, table

STYLE = Path(__file__).with_name("page.css")
NAMES = {
    "corrected": "learns, corrected",
    "uncorrected": "learns, not corrected",
    "fixed": "fixed weights",
    "stopped": "stopped learning",
    "recent": "short memory",
    "truth": "knows the truth",
}
LABELS = {
    "learning_ndcg_before_drift": "nDCG@10, corrected over fixed weights, before the drift",
    "learning_ndcg_after_drift": "nDCG@10, corrected over fixed weights, after the drift",
    "learning_hires_percent": "expected hires, corrected over fixed weights, percent",
    "uncorrected_learning_ndcg_before_drift": "nDCG@10, not corrected over fixed, before the drift",
    "correction_ndcg": "nDCG@10, corrected over not corrected",
    "correction_ndcg_before_drift": "nDCG@10, corrected over not corrected, before the drift",
    "correction_hires_percent": "expected hires, corrected over not corrected, percent",
    "correction_calibration": "miscalibration, corrected less not corrected",
    "relearning_ndcg_after_drift": "nDCG@10, learning on over stopping, four weeks after the drift",
    "relearning_hires_percent": "expected hires, learning on over stopping, percent",
    "short_memory_ndcg_after_drift": "nDCG@10, short memory over all answers, after the drift",
}


def report(figures: dict[str, Any], worlds: Sequence[Row], intervals: Sequence[Row]) -> str:
    """Return the page."""
    body = "\n".join(_sections(figures, worlds, intervals))
    style = STYLE.read_text("utf-8")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Does learning help? A simulated prefecture</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def _sections(
    figures: dict[str, Any], worlds: Sequence[Row], intervals: Sequence[Row]
) -> Iterator[str]:
    drift = float(figures["drift_week"])
    yield _head(figures)
    yield from _learning(worlds, drift)
    yield from _correcting(worlds, figures, drift)
    yield from _drifting(worlds, figures, drift)
    yield from _estimating(intervals, figures)
    yield _numbers(figures)
    yield _foot(figures)


def _head(figures: dict[str, Any]) -> str:
    told, covered = figures["differences"], figures["intervals"]
    facts = [
        (
            _signed(told["learning_ndcg_before_drift"]["mean"]),
            "nDCG@10 by learning, over fixed weights",
        ),
        (
            f"{told['learning_hires_percent']['mean']:+.0f}%",
            "hires to be expected, over fixed weights",
        ),
        (
            _signed(told["correction_ndcg"]["mean"]),
            "nDCG@10 by correcting for the place on the list",
        ),
        (f"{covered['value']['covered']:.0%}", "of intervals hold the true value (95% asked)"),
    ]
    items = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in facts)
    return f"""<h1>Does learning help?</h1>
<p class="lead">{figures["worlds"]} simulated prefectures, each with its own hidden tastes, its own
habit of looking down a list, and a change of the times in week {figures["drift_week"]}. Retrieval,
features, assignment and fitting are the product’s own; only people and employers are invented.</p>
<dl class="facts">{items}</dl>"""


def _learning(worlds: Sequence[Row], drift: float) -> Iterator[str]:
    yield "<h2>Learning helps</h2>"
    yield (
        "<p>How well each ranker orders postings for people who are on no list, against the true "
        "chance of being hired that the world alone knows. Means over worlds; worlds differ more "
        "than rankers do, so differences are paired, world by world, in the table below.</p>"
    )
    lines = [_line(worlds, arm, "ndcg") for arm in ("corrected", "uncorrected", "fixed")]
    yield _figure(
        line_chart("nDCG@10 by week", "nDCG@10", [_attainable(worlds, drift), *lines], drift=drift),
        "Hidden traits, and what has no name at all, keep every ranker far from 1; the dashed line "
        "is what the learner’s kind of ranker reaches with answers without end.",
    )
    lines = [_over_fixed(worlds, arm) for arm in ("truth", "corrected", "uncorrected")]
    yield _figure(
        line_chart(
            "Hires to be expected, over fixed weights",
            "percent over fixed weights",
            lines,
            drift=drift,
            first=EVERY,
            zero=True,
        ),
        "Hires to be expected of a week’s lists, by true chances and true looks, all worlds "
        "together, from the first fit on. Whoever ranks better leaves fewer good pairs for later: "
        "nobody is shown a posting twice.",
    )


def _correcting(worlds: Sequence[Row], figures: dict[str, Any], drift: float) -> Iterator[str]:
    hires = figures["differences"]["correction_hires_percent"]
    yield "<h2>Correcting for the place helps, most of all the numbers</h2>"
    yield (
        "<p>Who is not seen cannot be chosen. A learner who forgets this takes a low place for "
        "dislike. Orders suffer a little, stated chances a lot; in hires to be expected the "
        f"correction makes {hires['mean']:+.1f}% ({hires['low']:+.1f} … {hires['high']:+.1f}).</p>"
    )
    gaps = [
        ("corrected over fixed weights", "corrected", "fixed"),
        ("not corrected, over fixed weights", "uncorrected", "fixed"),
        ("corrected over not corrected", "corrected", "uncorrected"),
    ]
    rows = [(name, by_world(worlds, one, two, "ndcg", BEFORE).tolist()) for name, one, two in gaps]
    yield _figure(
        difference_chart("nDCG@10 gained, by world", "nDCG@10 gained before the drift", rows),
        "One dot a world, before the drift; the bar is the mean.",
    )
    lines = [
        _banded(arm, table(worlds, arm, "calibration")[:, EVERY:])
        for arm in ("corrected", "uncorrected")
    ]
    yield _figure(
        line_chart(
            "Miscalibration of the chance to apply",
            "error, share of the mean chance",
            lines,
            drift=drift,
            first=EVERY,
            zero=True,
        ),
        "Distance between stated and true chance of applying, from the first fit on. The fixed "
        "weights state chances that were never fitted; they are left out.",
    )


def _drifting(worlds: Sequence[Row], figures: dict[str, Any], drift: float) -> Iterator[str]:
    share = figures["recovery"]["share"]
    yield "<h2>After the times change, it recovers</h2>"
    yield (
        "<p>A large works closes: people look beyond their trade and further from home, pay and "
        "strain count more, and employers ask for papers rather than years. A ranker that stopped "
        "learning stays where the change left it. Within "
        f"{len(share)} weeks the learner has made up {share[-1]:.0%} of the distance to what "
        "answers without end would teach of the new world.</p>"
    )
    arms = ("corrected", "recent", "stopped", "fixed")
    lines = [_line(worlds, arm, "ndcg") for arm in arms]
    yield _figure(
        line_chart(
            "nDCG@10 around the drift",
            "nDCG@10",
            [_attainable(worlds, drift), *lines],
            drift=drift,
        ),
        "The learner fits on all answers, older ones counting less; the short memory fits on the "
        f"last {figures['assumptions']['recent_weeks']} weeks alone: fresher, and noisier.",
    )


def _estimating(intervals: Sequence[Row], figures: dict[str, Any]) -> Iterator[str]:
    told = figures["intervals"]
    yield "<h2>What the randomised share can tell</h2>"
    yield (
        "<p>Lots decide between some neighbours of almost equal rank. From these pairs alone we "
        "estimate how many applications another order of them would have brought: "
        f"{told['value']['covered']:.0%} of {told['worlds']} intervals hold the truth.</p>"
    )
    yield _figure(
        interval_chart(
            "Applications in the challenger’s order",
            "applications per 100 drawn pairs",
            [_range(row["value"]) for row in intervals],
        ),
        "Each bar is one world’s 95% interval, each dot its truth.",
    )
    gate = figures["gate"]
    yield (
        "<p>A challenger goes live only when the product’s own comparison on later lists says that "
        f"it is surely better. It was truly better in {gate['truly_better']} of {gate['worlds']} "
        f"worlds; the comparison let it win in {gate['promoted']}, in "
        f"{gate['promoted_though_worse']} of them wrongly.</p>"
    )
    yield _figure(
        agreement_chart(
            "How fast looks fade",
            "true steepness η",
            "as the learner sees it",
            [_range(row["steepness"]) for row in intervals],
        ),
        "The learner is never told how fast looks fade; it reads it off the drawn pairs. "
        f"{told['steepness']['covered']:.0%} of its intervals hold the truth, where 95% should; "
        f"on average it is off by {told['steepness']['mean_error']:+.2f}.",
    )


def _numbers(figures: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(LABELS[name])}</td><td class='number'>{each['mean']:+.3f}</td>"
        f"<td class='number'>{each['low']:+.3f} … {each['high']:+.3f}</td></tr>"
        for name, each in figures["differences"].items()
    )
    return f"""<h2>All differences</h2>
<p>Means over worlds of paired differences, with bootstrapped 95% intervals.</p>
<table>
<thead><tr><th>Difference</th><th class="number">Mean</th><th class="number">95%</th></tr></thead>
<tbody>{rows}</tbody></table>"""


def _foot(figures: dict[str, Any]) -> str:
    return f"""<footer><p>Assumptions and limits: <a href="../simulator.md">docs/simulator.md</a>.
All figures: <a href="results.json">results.json</a>. Made by
<code>python -m benchmarks.simulator</code>, code {escape(str(figures["code"]))}, texts embedded by
{escape(str(figures["encoder"]))}.</p></footer>"""


def _line(worlds: Sequence[Row], arm: str, measure: str) -> Line:
    return Line(arm, NAMES[arm], table(worlds, arm, measure).mean(axis=0).tolist())


def _over_fixed(worlds: Sequence[Row], arm: str) -> Line:
    """Return the percent of hires to be expected that an arm adds, from the first fit on."""
    ours, fixed = (table(worlds, name, "expected").sum(axis=0) for name in (arm, "fixed"))
    return Line(arm, NAMES[arm], (100 * (ours / fixed - 1))[EVERY:].tolist())


def _banded(arm: str, values: Floats) -> Line:
    middle, error = values.mean(axis=0), values.std(axis=0, ddof=1) / len(values) ** 0.5
    low, high = middle - 1.96 * error, middle + 1.96 * error
    return Line(arm, NAMES[arm], middle.tolist(), low.tolist(), high.tolist())


def _attainable(worlds: Sequence[Row], drift: float) -> Line:
    """Return what answers without end would teach: one level before the drift, one after it."""
    before, after = attainable(worlds)
    weeks = table(worlds, "fixed", "ndcg").shape[1]
    return Line(
        "attainable", "answers without end", [before] * int(drift) + [after] * (weeks - int(drift))
    )


def _range(row: Row) -> Estimate:
    return Estimate(row["value"], row["low"], row["high"], row["true"])


def _figure(chart: str, caption: str) -> str:
    return f"<figure>{chart}<figcaption>{caption}</figcaption></figure>"


def _signed(value: float) -> str:
    return f"{value:+.3f}"
