"""Whether the ranker's best are among the candidates: at 20,000 and 100,000 postings.

Some people are ranked over all that they are eligible for, by the fixed weights; the shares say
how many of the first ten are among their candidates, over all and in each priority group with ten
people or more. Up to 20,000 the demo's own postings; beyond, copies whose vectors have moved a
little.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from benchmarks.growth import postings_of_size
from benchmarks.measure import Answer
from benchmarks.prefecture import add_demo_people, add_demo_postings
from benchmarks.scratch import scratch_deployment, scratch_tenant
from matching.columns import PostingColumns
from matching.conversion import IntArray, day_number
from matching.eligibility import Rule, first_failing_rule
from matching.features import Pairs
from matching.loading import Seekers, load_seekers
from matching.ranker import FixedWeights
from matching.retrieval import find_candidates
from matching.scoring import score_pairs
from runtime.clock import today

PEOPLE, OWN, SIZES, FIRST = 400, 20_000, (20_000, 100_000), 10
_LEAST_GROUP = 10


def run() -> Answer:
    """Measure on a scratch database."""
    answer = Answer()
    with scratch_deployment():
        tenant_id = scratch_tenant(0)
        add_demo_postings(tenant_id, OWN)
        add_demo_people(tenant_id, PEOPLE)
        for size in SIZES:
            postings = postings_of_size(tenant_id, size)
            people = load_seekers(tenant_id, postings.vocabularies, today())
            answer.figures |= {
                f"{size // 1000}k_{name}": value for name, value in recall(people, postings)
            }
    return answer


def recall(people: Seekers, postings: PostingColumns) -> Iterator[tuple[str, float]]:
    """Yield the share of the first ten that are candidates: over all, by group; and how many."""
    found = find_candidates(people.columns, postings, today(), people.seen)
    shares: dict[str, list[float]] = defaultdict(list)
    for row in np.flatnonzero(people.columns.personalised).tolist():
        best = _first(people, postings, row)
        if len(best):
            share = float(np.isin(best, found.j[found.i == row]).mean())
            for group in ("all", *people.facts[row].groups):
                shares[group].append(share)
    for group, each in shares.items():
        if len(each) >= _LEAST_GROUP:
            yield f"recall_at_10_{group}", round(float(np.mean(each)), 4)
    yield "candidates_a_person", round(len(found.i) / len(people.facts), 1)
    yield "people", len(shares["all"])


def _first(people: Seekers, postings: PostingColumns, row: int) -> IntArray:
    """Return the rows of the postings that the ranker puts first among all that one may have."""
    one = people.columns.rows(slice(row, row + 1))
    j = np.flatnonzero(first_failing_rule(one, postings, today())[0] == Rule.OK)
    j = j[~np.isin(postings.ids[j], people.seen.rows(slice(row, row + 1)).members)]
    pairs = Pairs(one, postings, np.zeros_like(j), j, day_number(today()))
    rank = score_pairs(pairs, FixedWeights())[1].rank
    return j[np.lexsort((j, -rank))][:FIRST]
