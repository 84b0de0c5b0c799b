"""From the rooms' rows to facts and columns. Reads in short Works, embeds between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import func, select

from marketplace.applications import declined_of, engaged_of
from marketplace.groups import groups_of
from marketplace.postings import OpenPosting, open_postings, open_state, open_versions
from marketplace.recommendations import CycleKind, MatchingCycle, Recommendation
from marketplace.seekers import MatchingRow, among, matching_rows
from matching.columns import PostingColumns, SeekerColumns, Vocabularies
from matching.conversion import FloatArray, IntArray
from matching.facts import PostingFacts, SeekerFacts
from matching.keys import Digests, digests
from matching.sets import Sets
from runtime.clock import china_date
from search.postings import occupation_names, posting_text
from search.vectors import cached_vectors, text_hash
from tenants.access import Actor
from tenants.work import Work, begin

Span = tuple[int, int]


@dataclass(frozen=True)
class Postings:
    """A tenant's published postings: facts in the order of the columns' rows, versions by id.

    `state` was read before the rows: while it is the same, nothing has changed since. None
    where not all were asked for. `digests`, uint64 (m,), stand for the facts.
    """

    facts: list[PostingFacts]
    digests: Digests
    columns: PostingColumns
    versions: dict[int, tuple[int, str]]
    state: tuple[int, int] | None


@dataclass(frozen=True)
class Seekers:
    """Some of a tenant's people who may get recommendations, and what each has seen.

    `seen` holds, for each row, ids of postings that were recommended in another
    run or applied for.
    """

    facts: list[SeekerFacts]
    columns: SeekerColumns
    seen: Sets


def load_postings(tenant_id: int, ids: Sequence[int] | None = None) -> Postings:
    """Load the postings that are published now, all or those of `ids`."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        state = open_state(work) if ids is None else None
        rows = open_postings(work, ids)
    texts = [posting_text(row) for row in rows]
    facts = [posting_facts(row, text_hash(text)) for row, text in zip(rows, texts, strict=True)]
    columns = PostingColumns.of(facts, vectors_of(tenant_id, texts))
    versions = {row.posting_id: (row.version, row.employer_name) for row in rows}
    return Postings(facts, digests(facts), columns, versions, state)


def reload_postings(tenant_id: int, known: Postings) -> Postings:
    """Return the postings as they are now, reading only those that are new or have changed."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        state = open_state(work)
        if state == known.state:
            return known
        versions = open_versions(work)
    changed = [n for n, version in versions.items() if known.versions.get(n) != version]
    fresh = load_postings(tenant_id, changed)
    kept = np.flatnonzero(np.isin(known.columns.ids, list(versions.keys() - set(changed))))
    facts = [known.facts[row] for row in kept.tolist()] + fresh.facts
    told = np.concatenate((known.digests[kept], fresh.digests))
    order = np.argsort([each.id for each in facts], kind="stable")
    return Postings(
        facts=[facts[row] for row in order.tolist()],
        digests=told[order],
        columns=known.columns.changed(kept, fresh.columns) if len(kept) else fresh.columns,
        versions={n: known.versions[n] for n in known.columns.ids[kept].tolist()} | fresh.versions,
        state=state,
    )


def current_postings(tenant_id: int, known: Postings, ids: IntArray) -> Postings:
    """Return some of the known postings as they are now, without those that were closed.

    They are read again only where one of them has changed since.
    """
    asked = np.unique(ids)
    with begin(Actor.system(tenant_id), read_only=True) as work:
        versions = open_versions(work, asked.tolist())
    same = [n for n, version in versions.items() if known.versions.get(n) == version]
    rows = np.flatnonzero(np.isin(known.columns.ids, same))
    if len(same) < len(versions):
        return load_postings(tenant_id, list(versions))
    facts = [known.facts[row] for row in rows.tolist()]
    return Postings(facts, known.digests[rows], known.columns.take(rows), versions, None)


def load_seekers(
    tenant_id: int,
    words: Vocabularies,
    on: date,
    *,
    ids: Collection[int] | None = None,
    span: Span | None = None,
    cycle_id: int | None = None,
) -> Seekers:
    """Load active people who agreed to recommendations: those of `ids`, of a span, or all.

    Groups are those that hold on the day `on`. What the run `cycle_id` itself
    has recommended does not count as seen.
    """
    first, last = span or (None, None)
    with begin(Actor.system(tenant_id), read_only=True) as work:
        rows = matching_rows(work, ids, first=first, last=last)
        known = [row.id for row in rows]
        groups = groups_of(work, known, on)
        declined, engaged = declined_of(work, known), engaged_of(work, known)
        recommended = recommended_of(work, known, but_by=cycle_id)
    texts = [seeker_text(row) for row in rows]
    facts = [
        seeker_facts(row, groups.get(row.id, ()), declined.get(row.id, ()), text_hash(text))
        for row, text in zip(rows, texts, strict=True)
    ]
    columns = SeekerColumns.of(facts, words, vectors_of(tenant_id, texts))
    seen = [{*engaged.get(row.id, ()), *recommended.get(row.id, ())} for row in rows]
    return Seekers(facts, columns, Sets.of([sorted(postings) for postings in seen]))


def recommended_of(
    work: Work, seeker_ids: Collection[int], *, but_by: int | None = None
) -> dict[int, tuple[int, ...]]:
    """Return the postings recommended to each person, by any run but `but_by`."""
    rows = work.session.execute(
        select(Recommendation.seeker_id, Recommendation.posting_id).where(
            Recommendation.tenant_id == work.tenant_id,
            among(Recommendation.seeker_id, seeker_ids),
            Recommendation.cycle_id != (but_by or 0),
        )
    )
    found: dict[int, list[int]] = defaultdict(list)
    for seeker_id, posting_id in rows:
        found[seeker_id].append(posting_id)
    return {seeker_id: tuple(postings) for seeker_id, postings in found.items()}


def pushed_on(work: Work, seeker_ids: Collection[int], day: date) -> dict[int, int]:
    """Return how many postings were pushed to each person on a day of China time."""
    rows = work.session.execute(
        select(Recommendation.seeker_id, func.count())
        .join(
            MatchingCycle,
            (MatchingCycle.tenant_id == Recommendation.tenant_id)
            & (MatchingCycle.id == Recommendation.cycle_id),
        )
        .where(
            Recommendation.tenant_id == work.tenant_id,
            among(Recommendation.seeker_id, seeker_ids),
            MatchingCycle.kind == CycleKind.PUSH,
            MatchingCycle.window_from == day,
        )
        .group_by(Recommendation.seeker_id)
    )
    return {seeker_id: count for seeker_id, count in rows}  # noqa: C416  # rows are not tuples to mypy


def vectors_of(tenant_id: int, texts: Sequence[str]) -> FloatArray | None:
    """Return the texts' vectors, zero where a text is empty; None when there are no texts."""
    if not texts:
        return None
    vectors = cached_vectors(tenant_id, texts)
    vectors[[not text.strip() for text in texts]] = 0
    return vectors


def posting_facts(row: OpenPosting, key: str) -> PostingFacts:
    """Return what matching knows of a published posting."""
    return PostingFacts(
        id=row.posting_id,
        employer_id=row.employer_id,
        employer_name=row.employer_name,
        title=row.title,
        occupation_code=row.occupation_code,
        pay_low_fen=row.pay_low_fen,
        pay_high_fen=row.pay_high_fen,
        place_code=row.place_code,
        lat=row.lat,
        lon=row.lon,
        precision=row.precision and row.precision.value,
        education_floor=row.education_floor,
        experience_years=row.experience_years,
        openings=row.openings,
        conditions=tuple(row.conditions),
        certificates=tuple(row.certificates),
        skills=tuple(row.skills),
        reserved=row.reserved and row.reserved.value,
        published_on=china_date(row.published_at),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        text_hash=key,
    )


def seeker_text(row: MatchingRow) -> str:
    """Return the text that is embedded: what the person wants and can do."""
    names = [name for code in row.wants for name in occupation_names(code)]
    return " ".join(dict.fromkeys([*row.want_titles, *names, *(row.skills or ())]))


def seeker_facts(
    row: MatchingRow, groups: Sequence[str], declined: Collection[int], key: str
) -> SeekerFacts:
    """Return what matching knows of a person."""
    return SeekerFacts(
        id=row.id,
        wants=row.wants,
        birth_on=row.birth_on,
        education=row.education and str(row.education),
        experience_years=row.experience_years,
        skills=row.skills,
        certificates=row.certificates,
        excludes=row.excludes,
        groups=tuple(str(group) for group in groups),
        place_code=row.place_code,
        lat=row.lat,
        lon=row.lon,
        precision=row.precision and str(row.precision),
        max_km=row.max_km,
        min_pay_fen=row.min_pay_fen,
        min_pay_hard=row.min_pay_hard,
        hidden_from=row.hidden_from,
        declined=tuple(sorted(declined)),
        personalised=row.personalised,
        text_hash=key,
    )
