"""Examples from what a tenant has recorded: lists that were seen, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from marketplace.applications import NO_ANSWER, Outcome, outcomes_of
from marketplace.recommendations import ShownRow, lists_seen, whole_facts
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray, day_number
from matching.features import NAMES, Pairs, feature_array
from matching.judging import PairFacts
from matching.learning.examples import Examples
from runtime.clock import CHINA
from tenants.work import Work

RIPE_DAYS = 7
"""A list is learnt from when people have had so many days to answer."""


def examples_of_records(work: Work, since: date) -> Examples:
    """Return the lists that were made from `since` on and are ripe, as examples.

    People with a plain list are left out: nothing is learnt from who does not want it. So are
    lists on which a person said that they have work already. Features are computed again
    from the facts stored, as the registry defines them now.
    """
    until = work.now - timedelta(days=RIPE_DAYS)
    first = datetime.combine(since, time(), CHINA)
    parts = [_examples(work, rows) for rows in lists_seen(work, first, until)]
    return Examples.joined([Examples.nothing(), *parts])


def _examples(work: Work, rows: Sequence[ShownRow]) -> Examples:
    answers = outcomes_of(work, {row.seeker_id for row in rows})
    outcomes = [answers.get((row.seeker_id, row.posting_id), NO_ANSWER) for row in rows]
    busy = {
        (row.cycle_id, row.seeker_id)
        for row, outcome in zip(rows, outcomes, strict=True)
        if outcome.busy
    }
    kept = [
        (row, outcome, PairFacts.from_json(facts))
        for row, outcome, facts in zip(rows, outcomes, whole_facts(work, rows), strict=True)
        if (row.cycle_id, row.seeker_id) not in busy and "as_of" in row.facts
    ]
    return _arrays(work.tenant_id, [each for each in kept if each[2].seeker.personalised])


def _arrays(tenant_id: int, kept: Sequence[tuple[ShownRow, Outcome, PairFacts]]) -> Examples:
    if not kept:
        return Examples.nothing()
    rows, outcomes, facts = zip(*kept, strict=True)
    features, groups = _features(facts)
    return Examples(
        features=features,
        lists=_list_numbers(rows),
        place=np.array([row.rank for row in rows], np.int64),
        propensity=np.array([row.facts.get("drawn", 1.0) for row in rows], np.float64),
        drawn=np.array(["drawn" in row.facts for row in rows], np.bool_),
        opened=np.array([row.opened for row in rows], np.bool_),
        applied=np.array([outcome.wanted for outcome in outcomes], np.bool_),
        decided=np.array([outcome.decided for outcome in outcomes], np.bool_),
        hired=np.array([outcome.hired for outcome in outcomes], np.bool_),
        kept=np.array([outcome.kept for outcome in outcomes], np.bool_),
        tenant=np.full(len(rows), tenant_id, np.int64),
        day=np.array([day_number(each.as_of) for each in facts], np.int32),
        groups=groups,
    )


def _list_numbers(rows: Sequence[ShownRow]) -> IntArray:
    numbers: dict[tuple[int, int], int] = {}
    for row in rows:
        numbers.setdefault((row.cycle_id, row.seeker_id), len(numbers))
    return np.array([numbers[row.cycle_id, row.seeker_id] for row in rows], np.int64)


def _features(facts: Sequence[PairFacts]) -> tuple[FloatArray, NDArray[np.uint8]]:
    """Return the features of stored pairs and the groups of their people, day by day."""
    values = np.empty((len(facts), len(NAMES)), np.float32)
    groups = np.zeros(len(facts), np.uint8)
    for day in sorted({each.as_of for each in facts}):
        rows = np.array([n for n, each in enumerate(facts) if each.as_of == day])
        here = [facts[n] for n in rows.tolist()]
        jobs = PostingColumns.of([replace(each.posting, id=n) for n, each in enumerate(here)])
        people = SeekerColumns.of([each.seeker for each in here], jobs.vocabularies)
        similarity = np.array([each.similarity for each in here], np.float32)
        row = np.arange(len(here))
        pairs = Pairs(people, jobs, row, row, day_number(day), similarity)
        values[rows], groups[rows] = feature_array(pairs), people.groups
    return values, groups
