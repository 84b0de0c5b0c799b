"""What the index tells itself: a document stands without its vector, which is to follow.

Words are searchable at once; computing a vector takes a hundred times as long. So a flood of new
texts (an import) never holds up the next posting that a reviewer approves.
"""

from dataclasses import dataclass
from typing import ClassVar

from tenants.outbox import Consumer, Event


@dataclass(frozen=True)
class PostingUnembedded(Event):
    """A posting was indexed before its text had a vector."""

    posting_id: int
    name: ClassVar[str] = "posting_unembedded"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.EMBED,)


@dataclass(frozen=True)
class CandidateUnembedded(Event):
    """A card was indexed before its text had a vector."""

    seeker_id: int
    name: ClassVar[str] = "candidate_unembedded"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.EMBED,)
