"""People that a process keeps from one run to the next: reading them is most of a short run.

What is kept depends on no day and on no posting; groups and answers are read for every run.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

import numpy as np
from sqlalchemy import func, select

from language.encoder import encoder
from marketplace.applications import declined_of, engaged_of
from marketplace.groups import groups_of
from marketplace.recommendations import Recommendation
from marketplace.seekers import MatchingRow, matchable_versions, matching_rows
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import IntArray, bit_column, day_number
from matching.facts import GROUPS
from matching.keys import Digests, PeopleKeys, digests
from matching.loading import Span, seeker_facts, seeker_text, vectors_of
from matching.renewal import People
from matching.seeker_columns import own_words
from matching.sets import Sets
from search.vectors import text_hash
from tenants.work import Work

_MOST = 25_000
"""People kept at once: some 60 MB."""


@dataclass(frozen=True)
class Kept:
    """People of a range as their rows say, in the words they use themselves.

    Attributes
    ----------
    columns : n people, ids ascending; groups and postings declined are left out
    versions : int64 array (n,), of the rows
    facts : uint64 array (n,), digests of the facts
    """

    columns: SeekerColumns
    versions: IntArray
    facts: Digests

    def take(self, rows: IntArray) -> Kept:
        """Return some of them."""
        if len(rows) == len(self.facts) and bool((rows == np.arange(len(rows))).all()):
            return self
        return Kept(self.columns.take(rows), self.versions[rows], self.facts[rows])

    def with_people(self, other: Kept) -> Kept:
        """Return these and others, by id."""
        if not len(self.facts) or not len(other.facts):
            return self if len(self.facts) else other
        words = self.columns.vocabularies.with_words(other.columns.vocabularies)
        columns = self.columns.meeting(words).joined(other.columns.meeting(words))
        versions = np.concatenate((self.versions, other.versions))
        whole = Kept(columns, versions, np.concatenate((self.facts, other.facts)))
        return whole.take(np.argsort(columns.ids))


_kept: OrderedDict[tuple[int, int, str], Kept] = OrderedDict()
_keeping = Lock()


@dataclass(frozen=True)
class _Answers:
    """What was read anew: groups and declined postings by person, pairs (person, posting) seen."""

    groups: Mapping[int, Sequence[str]]
    declined: Mapping[int, tuple[int, ...]]
    seen: tuple[IntArray, IntArray]


@dataclass(frozen=True)
class Read:
    """The people of a range as they were read: who has changed since they were kept, and how."""

    key: tuple[int, int, str]
    same: Kept | None
    rows: Sequence[MatchingRow]
    answers: _Answers


def read_people(work: Work, span: Span, on: date, cycle_id: int) -> Read:
    """Read the people of a range who may get recommendations, as they are now.

    Groups are those that hold on the day `on`. What the run `cycle_id` itself has recommended
    does not count as seen.
    """
    key = (work.tenant_id, span[0], encoder().version)
    with _keeping:
        known = _kept.get(key)
    ids, versions = (np.array(each, np.int64) for each in matchable_versions(work, *span))
    same = _same(known, ids, versions)
    return Read(
        key,
        known and known.take(np.flatnonzero(np.isin(known.columns.ids, same))),
        _rows(work, ids, ids[~np.isin(ids, same)], span),
        _answers(work, ids.tolist(), span, on, cycle_id),
    )


def people_of(read: Read, on: date, postings: PostingColumns) -> People:
    """Return people as they meet these postings on a day; this process keeps them.

    Embeds new texts: call it outside any Work.
    """
    kept = read.same or _fresh(read.key[0], ())
    if read.rows:
        kept = kept.with_people(_fresh(read.key[0], read.rows))
    _keep(read.key, kept)
    return _met(kept, read.answers, on, postings)


def _same(known: Kept | None, ids: IntArray, versions: IntArray) -> IntArray:
    """Return the ids of people whose rows have not changed since they were kept."""
    if known is None or not len(known.facts):
        return np.zeros(0, np.int64)
    at = np.minimum(np.searchsorted(known.columns.ids, ids), len(known.facts) - 1)
    same: IntArray = ids[(known.columns.ids[at] == ids) & (known.versions[at] == versions)]
    return same


def _rows(work: Work, ids: IntArray, changed: IntArray, span: Span) -> list[MatchingRow]:
    if not len(changed):
        return []
    if len(changed) < len(ids):
        return matching_rows(work, changed.tolist())
    return matching_rows(work, first=span[0], last=span[1])


def _answers(work: Work, ids: Collection[int], span: Span, on: date, cycle_id: int) -> _Answers:
    engaged = engaged_of(work, ids)
    people, seen = _recommended(work, span, cycle_id)
    met = [(n, posting) for n, postings in engaged.items() for posting in postings]
    more = np.array(met, np.int64).reshape(-1, 2)
    pairs = np.concatenate((people, more[:, 0])), np.concatenate((seen, more[:, 1]))
    return _Answers(groups_of(work, ids, on), declined_of(work, ids), pairs)


def _recommended(work: Work, span: Span, cycle_id: int) -> tuple[IntArray, IntArray]:
    """Return the pairs that other runs recommended, as two arrays: rows would be far slower."""
    row = work.session.execute(
        select(
            func.array_agg(Recommendation.seeker_id), func.array_agg(Recommendation.posting_id)
        ).where(
            Recommendation.tenant_id == work.tenant_id,
            Recommendation.seeker_id.between(*span),
            Recommendation.cycle_id != cycle_id,
        )
    ).one()
    return np.array(row[0] or [], np.int64), np.array(row[1] or [], np.int64)


def _fresh(tenant_id: int, rows: Sequence[MatchingRow]) -> Kept:
    """Return people from their rows."""
    texts = [seeker_text(row) for row in rows]
    facts = [
        seeker_facts(row, (), (), text_hash(text)) for row, text in zip(rows, texts, strict=True)
    ]
    columns = SeekerColumns.of(facts, own_words(facts), vectors_of(tenant_id, texts))
    return Kept(columns, np.array([row.version for row in rows], np.int64), digests(facts))


def _met(kept: Kept, answers: _Answers, on: date, postings: PostingColumns) -> People:
    """Return the people with what is true of them on a day, before these postings."""
    ids = kept.columns.ids.tolist()
    groups = [tuple(map(str, answers.groups.get(n, ()))) for n in ids]
    columns = replace(
        kept.columns.meeting(postings.vocabularies),
        groups=bit_column(groups, GROUPS).astype(np.uint8),
        declined=Sets.of([sorted(answers.declined.get(n, ())) for n in ids]),
    )
    keys = PeopleKeys.of(columns, kept.facts, day_number(on))
    return People(columns, keys, _seen(columns.ids, *answers.seen, postings.ids))


def _seen(ids: IntArray, people: IntArray, seen: IntArray, postings: IntArray) -> Sets:
    """Return the rows of the postings that each person has seen; others are of no more use."""
    row, person_there = _places(ids, people)
    column, posting_there = _places(postings, seen)
    there = person_there & posting_there
    pairs = np.unique(row[there] * max(1, len(postings)) + column[there])
    row, column = np.divmod(pairs, max(1, len(postings)))
    return Sets(np.searchsorted(row, np.arange(len(ids) + 1)), column)


def _places(sorted_ids: IntArray, asked: IntArray) -> tuple[IntArray, np.ndarray]:
    """Return where each stands among sorted ids, and whether it does."""
    if not len(sorted_ids):
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.bool_)
    at = np.minimum(np.searchsorted(sorted_ids, asked), len(sorted_ids) - 1)
    return at, sorted_ids[at] == asked


def _keep(key: tuple[int, int, str], kept: Kept) -> None:
    with _keeping:
        _kept[key] = kept
        _kept.move_to_end(key)
        while sum(len(each.facts) for each in _kept.values()) > _MOST and len(_kept) > 1:
            _kept.popitem(last=False)
