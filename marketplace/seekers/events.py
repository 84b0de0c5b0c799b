"""What others may want to know about a person's profile."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.outbox import Consumer, Event


@dataclass(frozen=True)
class SeekerChanged(Event):
    """Something that the index of candidates shows, or whether it may show it, changed."""

    seeker_id: int
    name: ClassVar[str] = "seeker_changed"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.INDEX,)


@dataclass(frozen=True)
class SeekerReady(Event):
    """The profile now says enough to recommend postings."""

    seeker_id: int
    name: ClassVar[str] = "seeker_ready"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.RECOMMEND,)
