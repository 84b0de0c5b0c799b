"""What the room tells others: only that an object changed."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.outbox import Consumer, Event


@dataclass(frozen=True)
class PostingChanged(Event):
    """Something the index shows of a posting changed, its visibility included."""

    posting_id: int
    name: ClassVar[str] = "posting_changed"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.INDEX,)


@dataclass(frozen=True)
class PostingPublished(Event):
    """A posting can be recommended from now on."""

    posting_id: int
    name: ClassVar[str] = "posting_published"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.RECOMMEND,)
