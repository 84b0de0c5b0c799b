"""A list of jobs page by page: stable while postings come and go, near-duplicates shown once.

The first page is what the index holds at that moment. Whoever goes on gets a view of the index
that is held open, and in it what comes after, without what the first page showed. A group of
near-duplicates stands where its best posting stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from search.execution import Hit, Hits, Scope, View, execute, open_view
from search.queries import Clause, Query

DEEPEST = 10_000
"""Hits that can be reached by number; whoever wants more goes on from page to page."""
_FOLD = "fold"
_BATCH = 40
_LARGEST_BATCH = 640
_TRAIL = 6


@dataclass(frozen=True)
class Place:
    """How far a reader has come in a list: enough to go on, and to go back a few pages.

    `seen` are what the first page showed: keys of groups, in a list that is not folded ids;
    `starts` the sort values after which the last few pages began, this one's last.
    """

    page: int
    at: datetime
    seen: tuple[str, ...]
    folded: bool = True
    view: str | None = None
    starts: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True)
class Page:
    """One page of a list.

    `alike` counts, by key, the postings that stand behind one hit, itself included. `next`
    and `previous` are places to go to; None where there is none, or none that is remembered.
    """

    number: int
    hits: tuple[Hit, ...]
    total: int
    counts: dict[str, Any]
    alike: dict[str, int] = field(default_factory=dict)
    next: Place | None = None
    previous: Place | None = None


def first_page(
    scope: Scope, query: Query, at: datetime, *, number: int = 1, folded: bool = True
) -> Page:
    """Return the page at `query.offset`; from the first one a reader may go on.

    Unless it is `folded`, the list shows every posting by itself.
    """
    reach = max(0, min(query.limit + 1, DEEPEST - query.offset))
    fold = _FOLD if folded else None
    found = execute(
        scope, replace(query, fold=fold, limit=reach, offset=min(query.offset, DEEPEST))
    )
    shown = found.hits[: query.limit]
    seen = tuple(filter(None, (hit.fold if folded else str(hit.id) for hit in shown)))
    goes_on = len(found.hits) > query.limit and query.offset == 0
    return Page(
        number=number,
        hits=shown,
        total=found.total,
        counts=dict(found.counts),
        alike=_alike(scope, query, shown) if folded else {},
        next=Place(number + 1, at, seen, folded) if goes_on else None,
    )


def page_at(scope: Scope, query: Query, place: Place) -> Page:
    """Return the page at a place that an earlier page gave. Raises ViewExpired."""
    view = View(place.view) if place.view else open_view(scope, query.kind)
    start = place.starts[-1] if place.starts else ()
    rest = replace(query, after=(*query.after, _unseen(place)), counts=None, offset=0)
    following = _leaders if place.folded else _following
    found = list(islice(following(scope, rest, view, start), query.limit + 1))
    shown = tuple(found[: query.limit])
    whole = execute(scope, replace(query, limit=0, offset=0), view)
    here = replace(place, view=view.id)
    return Page(
        number=place.page,
        hits=shown,
        total=whole.total,
        counts=dict(whole.counts),
        alike=_alike(scope, query, shown) if place.folded else {},
        next=_after(here, shown[-1]) if len(found) > query.limit else None,
        previous=_before(here),
    )


def _after(place: Place, last: Hit) -> Place:
    starts = (*(place.starts or ((),)), last.sort)[-_TRAIL:]
    return replace(place, page=place.page + 1, starts=starts)


def _before(place: Place) -> Place | None:
    """The page before, where it is still remembered; before the second is the plain list."""
    if len(place.starts) < 2:  # noqa: PLR2004 - this page's start, and one before it
        return None
    return replace(place, page=place.page - 1, starts=place.starts[:-1])


def _leaders(scope: Scope, query: Query, view: View, start: tuple[Any, ...]) -> Iterator[Hit]:
    """Yield hits after `start` that are the best of their group, in order."""
    size = _BATCH
    while True:
        batch = replace(query, fold=_FOLD, follow=start, limit=size)
        hits = execute(scope, batch, view).hits
        best = _best_of(scope, query, view, {hit.fold for hit in hits if hit.fold})
        yield from (hit for hit in hits if hit.fold is None or hit.id in best)
        if len(hits) < size:
            return
        start, size = hits[-1].sort, min(2 * size, _LARGEST_BATCH)


def _following(scope: Scope, query: Query, view: View, start: tuple[Any, ...]) -> Iterator[Hit]:
    """Yield the hits after `start`: one more than a page holds."""
    yield from execute(scope, replace(query, follow=start, limit=query.limit + 1), view).hits


def _best_of(scope: Scope, query: Query, view: View, keys: set[str]) -> set[int]:
    """Ids of the posting of each group that stands first in the list."""
    if not keys:
        return set()
    groups = replace(query, after=(*query.after, _in(keys)), fold=_FOLD, limit=len(keys))
    return set(execute(scope, groups, view).ids)


def _alike(scope: Scope, query: Query, shown: Sequence[Hit]) -> dict[str, int]:
    """Count the postings of each group shown that meet the filters and choices."""
    keys = sorted({hit.fold for hit in shown if hit.fold})
    if not keys:
        return {}
    groups = {_FOLD: {"terms": {"field": _FOLD, "size": len(keys), "include": keys}}}
    filters = (*query.filters, *query.after, _in(keys))
    found: Hits = execute(scope, Query(kind=query.kind, filters=filters, counts=groups, limit=0))
    return {each["key"]: each["doc_count"] for each in found.counts[_FOLD]["buckets"]}


def _in(keys: set[str] | Sequence[str]) -> Clause:
    return {"terms": {_FOLD: sorted(keys)}}


def _unseen(place: Place) -> Clause:
    """Without what the first page showed."""
    field = _FOLD if place.folded else "posting_id"
    return {"bool": {"must_not": [{"terms": {field: list(place.seen)}}]}}
