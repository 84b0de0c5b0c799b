"""Open jobs in place of a closed one: of its occupation, near its place."""

from collections.abc import Iterator

from language.places import UnknownPlaceError, place
from marketplace import postings
from marketplace.postings import PostingTrace, PublishedPosting
from runtime.clock import today
from search.client import SearchUnavailable
from search.criteria import Near, PostingCriteria, Sort
from search.execution import Scope, execute
from search.queries import postings_query
from search.terms import occupation_path
from tenants.access import Actor
from tenants.work import begin

MOST = 6


def similar_jobs(actor: Actor, trace: PostingTrace) -> list[PublishedPosting]:
    """Return up to six open jobs: the occupation first, then its groups, the nearest first.

    Without the index, the newest of the same occupation.
    """
    try:
        ids = _found(trace)
    except SearchUnavailable:
        with begin(actor, read_only=True) as work:
            return postings.list_newest_like(work, trace, limit=MOST)
    with begin(actor, read_only=True) as work:
        return postings.load_published(work, ids)[:MOST]


def _found(trace: PostingTrace) -> list[int]:
    """Return ids; a few more than are shown, since each is read again."""
    ids: dict[int, None] = {}
    for code in _widening(trace.occupation_code):
        query = postings_query(_criteria(trace, code))
        ids |= dict.fromkeys(execute(Scope.within(trace.tenant_id), query).ids)
        ids.pop(trace.posting_id, None)
        if len(ids) >= MOST:
            break
    return list(ids)


def _widening(code: str | None) -> Iterator[str | None]:
    """The occupation, then the groups it lies in but for the widest; any, where none is known."""
    if code is None:
        yield None
        return
    path = sorted(occupation_path([code]), key=len, reverse=True)
    yield from path[:-1] or path


def _criteria(trace: PostingTrace, occupation_code: str | None) -> PostingCriteria:
    return PostingCriteria(
        on=today(),
        occupation_code=occupation_code,
        near=_near(trace.place_code),
        sort=Sort.NEAREST,
        limit=2 * MOST,
    )


def _near(code: int | None) -> Near | None:
    try:
        found = place(code or 0)
    except UnknownPlaceError:
        return None
    return Near(found.lat, found.lon)
