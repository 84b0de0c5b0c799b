"""Candidates of people of whom most is known: only what has changed is looked at.

Between two runs few postings change. For a person who did not, the pairs known from before are
right but for those with postings that changed, and the best of these are found by the same
first look as among all. Whoever changed, or has too few left, is searched for anew. Both ways
end in the same pairs, to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray, day_number
from matching.eligibility import Rule, first_failing_rule
from matching.features import NAMES, Pairs, feature_array
from matching.first_look import FirstLook, exact_values
from matching.keys import PeopleKeys
from matching.known import Floors, Known, Mask, as_table, best_marks
from matching.plain import plain_rank, plain_value
from matching.ranker import Ranker
from matching.retrieval import Limits, find_candidates
from matching.scoring import KEPT, Edges
from matching.sets import Sets, members_in
from matching.standing import Standing

_MORE_BEST, _MORE_TEXTS = 20, 10
"""Pairs of each kind known beyond those a run needs: what may go before a person is searched."""

_LONG = 160
"""Pairs of a person above which the worst are forgotten."""

_MOST_CHANGED = 0.25
"""Share of the postings above which looking at what changed is no quicker than at all."""

_COSINE_SLACK = 1e-4
_TILE_PAIRS = 1_250_000
_TEXT = NAMES.index("text_similarity")


@dataclass(frozen=True)
class Terms:
    """What a run goes by: its day, how many candidates, and whose answers count."""

    day: date
    limits: Limits
    ranker: Ranker

    @property
    def wide(self) -> Limits:
        """How many are searched for, so that some may go."""
        limits = self.limits
        most = max(limits.best, limits.plain) + _MORE_BEST
        return replace(limits, best=most, plain=most, texts=limits.texts + _MORE_TEXTS)


@dataclass(frozen=True)
class People:
    """Some people and the rows of the postings that each has seen, ascending."""

    columns: SeekerColumns
    keys: PeopleKeys
    seen: Sets

    def take(self, rows: IntArray) -> People:
        """Return some of them, rows ascending."""
        if len(rows) == len(self.columns):
            return self
        return People(self.columns.take(rows), self.keys.take(rows), self.seen.take(rows))


def known_pairs(
    people: People, postings: PostingColumns, terms: Terms, before: Standing, fresh: IntArray
) -> tuple[Known, IntArray]:
    """Return what is known of all these people, and what barred those with too few, (n, 11).

    Parameters
    ----------
    before : what an earlier run left of some of them, in rows of these postings
    fresh : rows of the postings that are new or have changed since, ascending
    """
    rows, known = _renewed(people, postings, terms, before, fresh)
    barred = np.zeros((len(people.columns), len(Rule)), np.int64)
    rest = np.setdiff1d(np.arange(len(people.columns)), rows, assume_unique=True)
    if len(rest):
        found, barred[rest] = _searched(people.take(rest), postings, terms)
        known = Known.of_both(known, rows, found, rest)
    return known, barred


def best_edges(
    known: Known, people: SeekerColumns, postings: PostingColumns, terms: Terms, kept: int = KEPT
) -> Edges:
    """Return each person's best pairs, as `score_candidates` does of what is found anew."""
    i, j, rank = _ranked(known, people.personalised, terms)
    sizes = np.bincount(i, minlength=len(people))
    table, _ = as_table(sizes, rank)
    order = np.argsort(-table, axis=1, kind="stable")[:, :kept]
    there = np.arange(order.shape[1]) < np.minimum(sizes, kept)[:, None]
    starts = np.cumsum(sizes) - sizes
    chosen = (starts[:, None] + order)[there]
    return Edges(people.ids[i[chosen]], postings.ids[j[chosen]], rank[chosen])


def _ranked(
    known: Known, personalised: Mask, terms: Terms
) -> tuple[IntArray, IntArray, FloatArray]:
    """Return the pairs that a run takes up, with their ranks."""
    limits = terms.limits
    personal = np.where(personalised, known.sizes, 0)
    keep, owns = np.zeros(len(known.i), np.bool_), personalised[known.i]
    keep[owns] = best_marks(personal, known.value[owns], limits.best)
    keep[owns] |= best_marks(personal, known.similarity[owns], limits.texts)
    keep[~owns] = best_marks(known.sizes - personal, known.value[~owns], limits.plain)
    i, j, rank, plain = known.i[keep], known.j[keep], known.rank[keep], ~owns[keep]
    value = known.value[keep][plain]
    rank[plain] = plain_rank(i[plain], j[plain], value, terms.ranker.levels.good)
    return i, j, rank


def _searched(people: People, postings: PostingColumns, terms: Terms) -> tuple[Known, IntArray]:
    """Look at all postings."""
    ids = Sets(people.seen.starts, postings.ids[people.seen.members])
    wide, columns = terms.wide, people.columns
    found = find_candidates(columns, postings, terms.day, ids, wide, terms.ranker)
    known = _worth(columns, postings, found.i, found.j, found.features, terms)
    return known.trimmed(found.eligible > wide.best, wide.best, wide.texts), found.barred


def _worth(
    people: SeekerColumns,
    postings: PostingColumns,
    i: IntArray,
    j: IntArray,
    features: FloatArray,
    terms: Terms,
) -> Known:
    """Return pairs with all that is compared, as if nothing else were eligible."""
    personal = people.personalised[i]
    value, similarity = np.empty(len(i)), np.full(len(i), -np.inf, np.float32)
    value[personal] = exact_values(features[personal], terms.ranker.answers)
    value[~personal] = plain_value(people, postings, i[~personal], j[~personal])
    similarity[personal] = np.nan_to_num(features[personal, _TEXT])
    rank = np.zeros(len(i), np.float32)
    rank[personal] = terms.ranker.score(features[personal]).rank
    floors = (Floors.none(len(people), kind) for kind in (np.float64, np.float32))
    return Known(i, j, value, similarity, rank, *floors)


def _renewed(
    people: People, postings: PostingColumns, terms: Terms, before: Standing, fresh: IntArray
) -> tuple[IntArray, Known]:
    """Return the rows of people who need not be searched for, and what is known of them."""
    if len(fresh) > _MOST_CHANGED * len(postings):
        return np.zeros(0, np.int64), Known.of_nobody()
    rows, old = before.same_people(people.columns.ids, people.keys, people.seen, len(postings))
    some, known = people.take(rows), before.known.of_people(old)
    known = known.without(_met(known, some.seen, len(postings)))
    known = known.with_pairs(_new_pairs(some, postings, terms, known, fresh))
    best = np.where(some.columns.personalised, terms.limits.best, terms.limits.plain)
    enough = known.enough(best, terms.limits.texts) & (known.sizes >= terms.limits.owed)
    known = known.of_people(np.flatnonzero(enough))
    return rows[enough], known.trimmed(known.sizes > _LONG, terms.wide.best, terms.wide.texts)


def _met(known: Known, seen: Sets, postings: int) -> Mask:
    """Mark the pairs that have been seen."""
    row, column = seen.expand(np.arange(len(seen)))
    marked: Mask = np.isin(known.i * postings + known.j, row * postings + column)
    return marked


def _new_pairs(
    people: People, postings: PostingColumns, terms: Terms, known: Known, fresh: IntArray
) -> Known:
    """Return the eligible pairs with the fresh postings that stand above the people's floors."""
    if not len(fresh) or not known.people:
        return Known.of_nobody()
    part, day = postings.take(fresh), day_number(terms.day)
    look = FirstLook.of(people.columns, part, day, terms.ranker.answers)
    seen = Sets(people.seen.starts, postings.ids[people.seen.members])
    near = np.zeros((known.people, len(fresh)), np.bool_)
    step = max(1, _TILE_PAIRS // len(fresh))
    for start in range(0, known.people, step):
        rows = slice(start, start + step)
        some = people.columns.rows(rows)
        barred = first_failing_rule(some, part, terms.day) != 0
        row, posting = seen.rows(rows).expand(np.arange(len(some)))
        k, column = members_in(part.ids, posting)
        barred[row[k], column] = True
        near[rows] = _near(some, look, known, rows) & ~barred
    i, j = np.nonzero(near)
    features = feature_array(Pairs(people.columns, part, i, j, day))
    pairs = _worth(people.columns, part, i, j, features, terms)
    pairs = replace(pairs, j=fresh[j])
    above = known.by_value.above(i, pairs.j, pairs.value)
    return pairs.without(~(above | known.by_text.above(i, pairs.j, pairs.similarity)))


def _near(people: SeekerColumns, look: FirstLook, known: Known, rows: slice) -> Mask:
    """Mark what may stand above a floor; all of a plain list."""
    cosines = people.vectors @ look.postings.vectors.T
    values, relative = look.values(people, cosines)
    worth, text = known.by_value.worth[rows, None], known.by_text.worth[rows, None]
    bound = (worth - relative * np.abs(worth)).astype(np.float32)
    near: Mask = values >= np.nextafter(bound, np.float32(-np.inf))
    near |= cosines >= text - np.float32(_COSINE_SLACK)
    near |= ~people.personalised[:, None]
    return near
