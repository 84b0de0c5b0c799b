"""`python -m benchmarks.judged.figures SEEKERS EMPLOYERS FRESH`: what the runs are worth.

All are folders as `pes evaluate matching --run` writes them, over the files that
`benchmarks.judged.pool`, `benchmarks.judged.employers` and `benchmarks.judged.fresh`
write. Beside the figures over all queries stand those over parts of them: who was
not used for the weights, each group, trades of the hand; what each system's pool
changes; and how far judges agree.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from benchmarks.judged.agreement import read_repeats, summed_up
from benchmarks.judged.employers import kinds
from benchmarks.judged.people import FILE, FRESH_QRELS
from benchmarks.judged.runs import Grades, Runs, read_qrels, read_runs
from matching.evaluation.metrics import difference, metrics_of
from matching.evaluation.summary import OURS
from search.evaluation.measures import judged_queries

HERE = Path(__file__).parent
SEEKER_QRELS, EMPLOYER_QRELS = HERE / "qrels.tsv", HERE / "employer_qrels.tsv"
BASELINES = ("bm25", "vectors", "fixed")
"""What the whole is measured against, all behind the same eligibility filter."""


def main() -> None:
    """Print all figures as one JSON object."""
    seekers, employers, fresh = (read_runs(Path(each)) for each in sys.argv[1:4])
    answer = {
        "seekers": of_seekers(seekers, read_qrels(SEEKER_QRELS)),
        "fresh": _parts(fresh, read_qrels(FRESH_QRELS), {}),
        "employers": of_employers(employers, read_qrels(EMPLOYER_QRELS)),
        "agreement": {name: summed_up(pairs) for name, pairs in read_repeats().items()},
    }
    print(json.dumps(answer, indent=1))


def of_seekers(runs: Runs, qrels: Grades) -> dict[str, Any]:
    """Figures over all profiles, those not used for the weights, and each group."""
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    parts = {"not_used_for_weights": unused(rows)}
    for group in sorted({group for row in rows for group in row.get("groups", ())}):
        parts[group] = [row["id"] for row in rows if group in row.get("groups", ())]
    return _parts(runs, qrels, parts)


def of_employers(runs: Runs, qrels: Grades) -> dict[str, Any]:
    """Figures over all postings and both kinds, and over persons that no weight was set by."""
    kind = kinds()
    parts = {"all": list(kind)} | {
        name: [posting for posting, its in kind.items() if its == name]
        for name in ("hand", "other")
    }
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    used = {row["id"] for row in rows} - set(unused(rows))
    return _parts(runs, qrels, parts) | {
        "persons_not_used_for_weights": figures(*_without(runs, qrels, used))
    }


def unused(rows: list[Mapping[str, Any]]) -> list[str]:
    """Return the ids of the profiles that were not used for the weights (decision 12)."""
    return [row["id"] for row in rows[1::2]]


def _parts(runs: Runs, qrels: Grades, parts: Mapping[str, list[str]]) -> dict[str, Any]:
    answer = {"all": figures(runs, qrels)}
    for name, ids in parts.items():
        answer[name] = figures(runs, {query: qrels[query] for query in ids if query in qrels})
    return answer | {"pooled_without": pooled_without(runs, qrels)}


def figures(runs: Runs, qrels: Grades) -> dict[str, Any]:
    """Return each system's means and ours against the best of the baselines, paired."""
    measured = {name: metrics_of(lists, qrels) for name, lists in runs.items()}
    means = {name: each.means() for name, each in measured.items()}
    best = max(BASELINES, key=lambda name: means[name]["ndcg@10"])
    return {
        "queries": len(judged_queries(qrels)),
        "ndcg@10": {name: each["ndcg@10"] for name, each in means.items()},
        "judged@10": min(means[name]["judged@10"] for name in (*BASELINES, OURS)),
        "best_other": best,
        "difference": difference(measured[OURS].ndcg, measured[best].ndcg),
    }


def pooled_without(runs: Runs, qrels: Grades) -> dict[str, Any]:
    """Measure again without the grades that one system alone brought into the pool."""
    tops = {
        name: {(one.query, document) for one in lists for document in one.documents[:10]}
        for name, lists in runs.items()
    }
    answer = {}
    for name in runs:
        others = set().union(*(top for each, top in tops.items() if each != name))
        alone = tops[name] - others
        left = {
            query: {d: grade for d, grade in grades.items() if (query, d) not in alone}
            for query, grades in qrels.items()
        }
        again = figures(runs, left)
        answer[name] = {"whole": again["ndcg@10"][OURS], "mean": again["difference"]["mean"]}
    return answer


def _without(runs: Runs, qrels: Grades, gone: Container[str]) -> tuple[Runs, Grades]:
    """Return runs and grades as if some documents had never been there."""
    left = {name: [one.without(gone) for one in lists] for name, lists in runs.items()}
    kept = {
        query: {document: grade for document, grade in grades.items() if document not in gone}
        for query, grades in qrels.items()
    }
    return left, kept


if __name__ == "__main__":
    main()
