"""The tuned model against the base, on what neither was tuned on; and who wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from language.encoder import Encoder
from matching.evaluation import SYSTEMS, Ranking, Scene, Side, metrics_of
from matching.evaluation.metrics import difference
from matching.scratch import ScratchSet
from models.judged import kept_back_grades, kept_back_profiles, scratch_set
from models.sources import postings
from models.tasks import Found, Task, Values, solve, tasks

RESAMPLES, SEED = 10_000, 20260308
JUDGED_SYSTEMS = ("vectors", "whole")
"""Systems of the evaluation in which the model's vectors play a part."""

WHOLE_TOLERANCE = 0.005
"""So much nDCG@10 the whole ranker may lose: its weights were set on the base's cosines."""

COSINE_TOLERANCE = 0.05
"""So far may the percentiles of cosines move: the floor of search was set on the base's."""


@dataclass(frozen=True)
class Trial:
    """What both models are tried on; `judged` is None where the tables are not there."""

    tasks: list[Task]
    judged: ScratchSet | None

    @classmethod
    def prepared(cls) -> Trial:
        """Read the tables and understand what is judged."""
        rows = list(postings().values())
        return cls(tasks(), scratch_set(rows, kept_back_profiles()) if rows else None)


@dataclass(frozen=True)
class Judged:
    """A system on the kept-back profiles, one figure a profile.

    `ndcg` counts what nobody graded as unfit. The base's best were all graded, a
    newcomer's were not, so that this alone would hold any new model back:
    `ndcg_graded` ranks graded postings only (which errs the other way), and `share`
    says how much of the first ten was graded.

    References
    ----------
    Sakai, "Alternatives to Bpref", 2007 (condensed lists).
    """

    ndcg: Values
    ndcg_graded: Values
    share: Values


@dataclass(frozen=True)
class Measured:
    """One model's figures: each task's, and those of each judged system."""

    version: str
    found: dict[str, Found]
    judged: dict[str, Judged]
    cosines: dict[str, float]


def measure(model: Encoder, trial: Trial) -> Measured:
    """Run one model through the trial."""
    found = {task.name: solve(task, model.encode) for task in trial.tasks}
    if trial.judged is None:
        return Measured(model.version, found, {}, {})
    scene = Scene.of(trial.judged, model.encode, Side.SEEKER)
    judged = {name: _ranked(scene, name) for name in JUDGED_SYSTEMS}
    return Measured(model.version, found, judged, _cosines(scene))


def _ranked(scene: Scene, name: str) -> Judged:
    """Rank the kept-back profiles' postings, all, and those alone that were graded."""
    grades = kept_back_grades()
    whole, graded = [], []
    for query, documents in scene.lists(SYSTEMS[name](scene), len(scene.documents)):
        profile = scene.queries[query]
        ids = [scene.documents[document] for document in documents.tolist()]
        known = [posting for posting in ids if posting in grades.get(profile, {})]
        whole.append(Ranking(profile, ids, []))
        graded.append(Ranking(profile, known, []))
    of_all, of_graded = metrics_of(whole, grades), metrics_of(graded, grades)
    return Judged(of_all.ndcg, of_graded.ndcg, of_all.judged)


def _cosines(scene: Scene) -> dict[str, float]:
    """How cosines of a person and a posting are spread, which fixed weights depend on."""
    both = scene.seekers.vectors @ scene.postings.vectors.T
    return {
        f"p{share}": round(float(np.percentile(both[both > 0], share)), 3)
        for share in (5, 50, 95, 99)
    }


def comparison(ours: Measured, base: Measured) -> dict[str, Any]:
    """Return the report: figures of both, paired differences with 95% intervals, the verdict."""
    gaps = {
        name: found.reciprocal - base.found[name].reciprocal for name, found in ours.found.items()
    }
    means = {name: _resampled(values, name) for name, values in gaps.items()}
    held_out = {name: _interval(gaps[name].mean(), means[name]) for name in gaps}
    overall = _interval(
        np.mean([values.mean() for values in gaps.values()]),
        np.mean(list(means.values()), axis=0),
    )
    judged = {
        f"{name}_{figure}": difference(getattr(each, figure), getattr(base.judged[name], figure))
        for name, each in ours.judged.items()
        for figure in ("ndcg", "ndcg_graded")
    }
    moved = max((abs(ours.cosines[at] - base.cosines[at]) for at in base.cosines), default=0.0)
    reasons = objections(overall, held_out, judged, moved)
    return {
        "models": {"base": _figures(base), "ours": _figures(ours)},
        "difference": {
            "overall": overall,
            "tasks": held_out,
            "judged": judged,
            "cosines_moved": round(moved, 3),
        },
        "adopted": not reasons,
        "objections": reasons,
    }


Interval = Mapping[str, float]
"""`mean`, `low`, `high`."""


def objections(
    overall: Interval,
    held_out: Mapping[str, Interval],
    judged: Mapping[str, Interval],
    moved: float = 0.0,
) -> list[str]:
    """Return, in words for people, what speaks against our model; it wins when nothing does.

    It must find more of what is kept back, beyond noise, in the mean of the tasks;
    lose none of them beyond noise; rank the judged profiles no worse; and leave the
    cosines spread about as they are.
    """
    found = []
    if overall["low"] <= 0:
        found.append("留出的文本：总体没有超出误差的提高")
    found += [f"{name}：变差，且超出误差" for name, gap in held_out.items() if gap["high"] < 0]
    if not judged:
        return [*found, "评判集：没有岗位数据表，无法衡量"]
    if judged["vectors_ndcg"]["mean"] < 0:
        found.append("评判集：只按向量排序变差")
    if judged["whole_ndcg"]["mean"] < -WHOLE_TOLERANCE:
        found.append("评判集：整体排序变差")
    if moved > COSINE_TOLERANCE:
        found.append("余弦分布与基础模型不同，现有权重和搜索下限不再适用")
    return found


def _resampled(gaps: Values, name: str) -> Values:
    """Means of the gaps over queries drawn with replacement, (RESAMPLES,)."""
    random = np.random.default_rng([SEED, *name.encode()])
    parts = [
        gaps[random.integers(0, len(gaps), (250, len(gaps)))].mean(axis=1)
        for _ in range(RESAMPLES // 250)
    ]
    return np.concatenate(parts)


def _interval(mean: float | np.floating[Any], resampled: Values) -> dict[str, float]:
    low, high = np.percentile(resampled, [2.5, 97.5])
    named = {"mean": mean, "low": low, "high": high}
    return {name: round(float(value), 4) for name, value in named.items()}


def _figures(measured: Measured) -> dict[str, Any]:
    return {
        "version": measured.version,
        "tasks": {
            name: {"queries": len(found.first), **found.means()}
            for name, found in measured.found.items()
        },
        "judged@10": {
            f"{name}_{figure}": round(float(getattr(each, figure).mean()), 4)
            for name, each in measured.judged.items()
            for figure in ("ndcg", "ndcg_graded", "share")
        },
        "cosines_of_person_and_posting": measured.cosines,
    }


def table(report: Mapping[str, Any]) -> Sequence[tuple[str, ...]]:
    """Return the report's lines: what was measured, of how many, base, ours, difference."""
    base, ours, gaps = report["models"]["base"], report["models"]["ours"], report["difference"]
    of_tasks = [
        _line(name, each["queries"], base["tasks"][name]["mrr"], each["mrr"], gaps["tasks"][name])
        for name, each in ours["tasks"].items()
    ]
    of_judged = [
        _line(name, "", base["judged@10"][name], ours["judged@10"][name], gap)
        for name, gap in gaps["judged"].items()
    ]
    return [*of_tasks, *of_judged, ("overall", "", "", "", _words(gaps["overall"]))]


def _line(
    name: str, queries: int | str, base: float, ours: float, gap: Interval
) -> tuple[str, ...]:
    return name, str(queries), f"{base:.4f}", f"{ours:.4f}", _words(gap)


def _words(gap: Interval) -> str:
    return f"{gap['mean']:+.4f} ({gap['low']:+.4f} … {gap['high']:+.4f})"
