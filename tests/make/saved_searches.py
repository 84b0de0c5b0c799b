"""Makers of searches that people keep, and of digests."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.saved_searches import Digest, Frequency, record_digest, save_search
from runtime.clock import frozen, now
from search.jobs import Choices
from search.saved_searches import state_of

if TYPE_CHECKING:
    from tests.world import TenantWorld


def kept_search(world: "TenantWorld", seeker_id: int, words: str = "缝纫工") -> int:
    """A search that a person hears of daily; returns its id."""
    asked = state_of(words, Choices(), everywhere=False)
    with world.as_seeker(seeker_id) as work:
        query = f"q={words}"
        return save_search(work, query, asked, name=words, frequency=Frequency.DAILY).id


def told_digest(world: "TenantWorld", seeker_id: int, search_id: int, *posting_ids: int) -> int:
    """A digest of tomorrow that told of the postings; returns its id."""
    with frozen(now() + timedelta(days=1)), world.as_system() as work:
        record_digest(work, seeker_id, {search_id: posting_ids}, work.now)
        newest = select(func.max(Digest.id)).where(Digest.seeker_id == seeker_id)
        return work.session.scalar(newest) or 0
