"""A proxy audit: how well what matching looks at tells protected attributes.

Protected attributes enter no score; others that go with them do. For each person the
features of their best pairs are averaged; a logistic regression, cross-validated over
people, then tries to tell who belongs. An area of 0.5 says that the features know nothing.
Only sums leave this module, and no group under twenty people is spoken of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.groups import Group, groups_of
from marketplace.seekers import Protected, age, matchable_ids, protected_of
from matching.conversion import FloatArray, IntArray, day_number
from matching.facts import GROUPS, SeekerFacts
from matching.features import NAMES, Pairs, feature_array
from matching.in_use import ranker_in_use
from matching.loading import Postings, Seekers, load_postings, load_seekers
from matching.logistic import Area, Floats, area, fitted
from matching.ranker import Ranker
from matching.retrieval import find_candidates
from matching.scoring import score_candidates
from runtime.clock import china_date
from tenants.access import Actor
from tenants.work import begin

LEAST = 20
"""Fewer people than this, in an attribute or outside it, are not spoken of."""

MOST = 4000
"""People looked at: a seeded draw of those who agreed to recommendations."""

BEST = 20
"""Pairs of each person that are averaged: their best by the ranker in use."""

AGES = {"under_30": (0, 30), "30_to_44": (30, 45), "45_and_over": (45, 200)}
NOT_STORED = ("ethnicity", "religion", "marriage")
_BLOCK, _FOLDS, _CARRIERS, _SEED = 500, 5, 5, 20261124

Known = NDArray[np.float64]
"""Who belongs to an attribute, (people,): 1 yes, 0 no, NaN not known."""


@dataclass(frozen=True)
class Proxy:
    """How well the features tell one attribute, and which of them do.

    `carried_by` holds features with the area that is lost without them, largest first.
    """

    attribute: str
    people: int
    members: int
    area: Area
    carried_by: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        figures = {name: round(value, 4) for name, value in asdict(self.area).items()}
        carried = {name: round(lost, 4) for name, lost in self.carried_by.items()}
        told = {"attribute": self.attribute, "people": self.people, "members": self.members}
        return told | {
            "auc": figures["value"],
            "low": figures["low"],
            "high": figures["high"],
            "carried_by": carried,
        }


@dataclass(frozen=True)
class Audit:
    """What an audit found; `refused` names attributes with too few people."""

    people: int
    pairs: int
    proxies: list[Proxy]
    refused: list[str]


def audit_proxies(tenant_id: int, most: int = MOST) -> Audit:
    """Audit a tenant's people against its open postings as they are now; written down."""
    system = Actor.system(tenant_id)
    with begin(system, read_only=True) as work:
        day, ids = china_date(work.now), matchable_ids(work)
    ids = _drawn(ids, most)
    facts, values, owner = _features(tenant_id, ids, day)
    with begin(system) as work:
        known = [person.id for person in facts]
        groups, protected = groups_of(work, known, day), protected_of(work, known)
        work.audit("proxies.audited", "tenant", None, people=len(known), pairs=len(owner))
    attributes = _attributes(facts, groups, protected, tenant_id, day)
    return audited(values, owner, attributes)


def audited(values: FloatArray, owner: IntArray, attributes: Mapping[str, Known]) -> Audit:
    """Audit features against attributes.

    Parameters
    ----------
    values : float32 array (pairs, features), in the order of `features.NAMES`
    owner : int64 array (pairs,), the person of each pair, a row of the attributes
    attributes : who belongs, by name
    """
    people = np.unique(owner)
    columns = _by_person(values, np.searchsorted(people, owner), len(people))
    proxies, refused = [], []
    for name, known in attributes.items():
        told = ~np.isnan(known[people])
        member = known[people][told] == 1
        if min(member.sum(), (~member).sum()) < LEAST:
            refused.append(name)
        else:
            proxies.append(_proxy(name, columns[told], member))
    return Audit(len(people), len(owner), proxies, refused)


def _drawn(ids: list[int], most: int) -> list[int]:
    if len(ids) <= most:
        return ids
    random = np.random.default_rng(_SEED)
    return np.sort(random.choice(np.array(ids), most, replace=False)).tolist()  # type: ignore[no-any-return]  # numpy's own


def _features(
    tenant_id: int, ids: list[int], day: date
) -> tuple[list[SeekerFacts], FloatArray, IntArray]:
    """Return the people who get personal lists, their pairs' features, whose each pair is."""
    postings, ranker = load_postings(tenant_id), ranker_in_use(tenant_id)
    facts: list[SeekerFacts] = []
    values, owner = [np.zeros((0, len(NAMES)), np.float32)], [np.zeros(0, np.int64)]
    for start in range(0, len(ids) if postings.facts else 0, _BLOCK):
        block = ids[start : start + _BLOCK]
        seekers = load_seekers(tenant_id, postings.columns.vocabularies, day, ids=block)
        features, row = _best_pairs(seekers, postings, day, ranker)
        values.append(features)
        owner.append(row + len(facts))
        facts += seekers.facts
    return facts, np.concatenate(values), np.concatenate(owner)


def _best_pairs(
    seekers: Seekers, postings: Postings, day: date, ranker: Ranker
) -> tuple[FloatArray, IntArray]:
    left, right = seekers.columns, postings.columns
    found = find_candidates(left, right, day)
    edges = score_candidates(left, right, found, ranker, BEST)
    i = np.searchsorted(left.ids, edges.seekers)
    j = np.searchsorted(right.ids, edges.postings)
    i, j = i[left.personalised[i]], j[left.personalised[i]]
    return feature_array(Pairs(left, right, i, j, day_number(day))), i


def _attributes(
    facts: list[SeekerFacts],
    groups: Mapping[int, tuple[Group, ...]],
    protected: Mapping[int, Protected],
    tenant_id: int,
    day: date,
) -> dict[str, Known]:
    told = [protected.get(person.id) for person in facts]
    ages = np.array([np.nan if p.birth_on is None else age(p.birth_on, day) for p in facts])
    found = {
        "woman": np.array([np.nan if one is None else one.woman for one in told], np.float64),
        "registered_elsewhere": np.array(
            [np.nan if one is None else one.registered_in != tenant_id for one in told], np.float64
        ),
    }
    for name, (first, end) in AGES.items():
        within = (ages >= first) & (ages < end)
        found[f"age_{name}"] = np.where(np.isnan(ages), np.nan, within)
    for group in GROUPS:
        found[group] = np.array([group in groups.get(p.id, ()) for p in facts], np.float64)
    return found


def _by_person(values: FloatArray, person: IntArray, people: int) -> Floats:
    """Return each person's mean features and how many of them are known, standardised.

    float64 (people, 2 × features): the means first, then the shares known.
    """
    known = ~np.isnan(values)
    count = np.stack([np.bincount(person, column, people) for column in known.T], axis=1)
    sums = np.stack(
        [np.bincount(person, column, people) for column in np.nan_to_num(values).T], axis=1
    )
    with np.errstate(invalid="ignore"):
        means = np.where(count > 0, sums / np.maximum(count, 1), np.nan)
    columns = np.concatenate(
        (means, count / np.bincount(person, minlength=people)[:, None]), axis=1
    )
    seen = ~np.isnan(columns)
    rows = np.maximum(seen.sum(axis=0), 1)
    middle = np.nansum(columns, axis=0) / rows
    centred = np.where(seen, columns - middle, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / rows)
    return centred / np.where(spread > 0, spread, 1.0)


def _proxy(name: str, columns: Floats, member: NDArray[np.bool_]) -> Proxy:
    parts = _parts(columns, member)
    whole = area(parts.sum(axis=1), member)
    lost = {
        feature: whole.value - area(parts.sum(axis=1) - parts[:, n], member).value
        for n, feature in enumerate(NAMES)
    }
    first = sorted(lost, key=lambda feature: (-lost[feature], feature))[:_CARRIERS]
    carried = {feature: lost[feature] for feature in first if lost[feature] > 0}
    return Proxy(name, len(member), int(member.sum()), whole, carried)


def _parts(columns: Floats, member: NDArray[np.bool_]) -> Floats:
    """Return what each feature adds to the log odds of people left out of the fit.

    float64 (people, features + 1), the intercept last.
    """
    parts = np.zeros((len(member), len(NAMES) + 1))
    fold = _folds(member)
    for n in range(_FOLDS):
        out = fold == n
        weights = fitted(columns[~out], member[~out])
        moved = columns[out] * weights[:-1]
        parts[out, :-1] = moved[:, : len(NAMES)] + moved[:, len(NAMES) :]
        parts[out, -1] = weights[-1]
    return parts


def _folds(member: NDArray[np.bool_]) -> IntArray:
    """Deal members and others out to the folds, each as evenly as it goes."""
    random = np.random.default_rng(_SEED)
    fold = np.empty(len(member), np.int64)
    for side in (member, ~member):
        rows = random.permutation(np.flatnonzero(side))
        fold[rows] = np.arange(len(rows)) % _FOLDS
    return fold
