"""What others may want to know about answers."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.outbox import Consumer, Event


@dataclass(frozen=True)
class ApplicationChanged(Event):
    """Person and employer stand differently to each other now; also a "not for me"."""

    application_id: int
    name: ClassVar[str] = "application_changed"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.DELIVER,)


@dataclass(frozen=True)
class InvitationSent(Event):
    """An employer invites a person, who should hear of it."""

    application_id: int
    name: ClassVar[str] = "invitation_sent"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.DELIVER,)


@dataclass(frozen=True)
class PostingRefused(Event):
    """A person said, or took back, that a posting is not for them."""

    seeker_id: int
    posting_id: int
    name: ClassVar[str] = "posting_refused"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.DELIVER,)
