"""What earlier runs left of a chunk's people: read once, and kept by the process that made it."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from language.encoder import encoder
from marketplace.recommendations import (
    Lease,
    NewStanding,
    StandingPart,
    has_standing_postings,
    load_standing,
    load_standing_postings,
    standing_parts,
    store_standing,
    store_standing_postings,
)
from matching.conversion import IntArray
from matching.keys import PostingKeys, changes
from matching.packing import pack, unpack
from matching.ranker import Ranker
from matching.standing import Standing
from matching.versions import versions
from tenants.work import Work

_MOST = 25_000
"""People whose pairs are kept at once: some 90 MB."""

_LANGUAGE = Path(__file__).parent.parent / "language"
_WORDS = ("certificates", "cleaning", "negation", "places", "resources")
_TABLES = ("certificates", "places", "townships_hunan", "place_aliases")

_TENANTS = 4

_lists: OrderedDict[int, Standing] = OrderedDict()
_postings: OrderedDict[int, PostingKeys] = OrderedDict()
_keeping = Lock()


def made_by(ranker: Ranker) -> str:
    """Return a digest of all code, weights and tables that a standing list depends on."""
    told = repr(sorted(versions(ranker, encoder().version).items())) + _words()
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def _words() -> str:
    files = [
        *(_LANGUAGE / f"{name}.py" for name in _WORDS),
        *(_LANGUAGE / "data" / f"{name}.csv" for name in _TABLES),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def standing_now(
    work: Work, lease: Lease, maker: str, now: PostingKeys
) -> tuple[Standing, IntArray]:
    """Return what is known of a chunk's people, and the rows of postings it does not count.

    Both in rows of the postings of now. Nothing and all of them where there is nothing.
    """
    parts = standing_parts(work, lease.cycle_id, maker, lease.first_seeker, lease.last_seeker)
    moved, fresh = [], np.zeros(len(now.ids), np.bool_)
    for part in parts:
        then, left = _keys(work, part), _left(work, part)
        if then is not None and left is not None:
            by = changes(then, now)
            fresh |= by.fresh
            moved.append(left.moved(by))
    if not moved:
        return Standing.of_nobody(), np.arange(len(now.ids))
    return Standing.joined(moved).without(fresh), np.flatnonzero(fresh)


def leave(work: Work, lease: Lease, maker: str, keys: PostingKeys, left: Standing) -> None:
    """Keep what a chunk leaves for the next run. Raises LeaseLost."""
    digest, lists = keys.digest, left.to_bytes()
    content = secrets.randbits(63)
    if not has_standing_postings(work, lease.cycle_id, digest):
        told = pack(ids=keys.ids, facts=keys.facts, day=keys.day)
        store_standing_postings(work, lease, digest, told)
    store_standing(work, lease, NewStanding(maker, digest, content, lists))
    _hold(content, left)
    _hold_postings(digest, keys)


def _left(work: Work, part: StandingPart) -> Standing | None:
    with _keeping:
        held = _lists.get(part.content)
    if held is not None:
        return held
    lists = load_standing(work, part)
    return Standing.from_bytes(lists) if lists is not None else None


def _keys(work: Work, part: StandingPart) -> PostingKeys | None:
    with _keeping:
        held = _postings.get(part.postings)
    if held is not None:
        return held
    told = load_standing_postings(work, part)
    if told is None:
        return None
    arrays = unpack(told)
    keys = PostingKeys(arrays["ids"], arrays["facts"], arrays["day"])
    _hold_postings(part.postings, keys)
    return keys


def _hold(content: int, left: Standing) -> None:
    with _keeping:
        _lists[content] = left
        while sum(len(each.ids) for each in _lists.values()) > _MOST and len(_lists) > 1:
            _lists.popitem(last=False)


def _hold_postings(digest: int, keys: PostingKeys) -> None:
    with _keeping:
        _postings[digest] = keys
        _postings.move_to_end(digest)
        while len(_postings) > _TENANTS:
            _postings.popitem(last=False)
