"""Postings that a process keeps from one run to the next: reading them is most of a short run."""

from __future__ import annotations

from threading import Lock

from matching.loading import Postings, load_postings, reload_postings

_TENANTS = 2
_kept: dict[int, Postings] = {}
_keeping = Lock()


def postings_now(tenant_id: int) -> Postings:
    """Return the postings as they are now; this process keeps those of a few tenants.

    What it keeps is read again only where it has changed.
    """
    with _keeping:
        known = _kept.pop(tenant_id, None)
        postings = load_postings(tenant_id) if known is None else reload_postings(tenant_id, known)
        _kept[tenant_id] = postings
        while len(_kept) > _TENANTS:
            del _kept[next(iter(_kept))]
    return postings
