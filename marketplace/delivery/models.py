"""Tables of messages to people and employers, and of the replies that came back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class Channel(StrEnum):
    """How a message goes out."""

    INBOX = "inbox"
    SMS = "sms"


class Topic(StrEnum):
    """What a message is about; consent and cap depend on it."""

    RECOMMENDATION = "recommendation"
    INVITATION = "invitation"
    APPLICATION = "application"
    REMINDER = "reminder"
    ANSWER = "answer"  # to the person's own text message
    SAVED_SEARCH = "saved_search"  # new postings of a search that the person keeps
    REVIEW = "review"  # of an employer's posting


class MessageState(StrEnum):
    """Where a message stands. DELIVERED, FAILED and SUPPRESSED are final; a PARKED one waits
    for a member of staff.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    PARKED = "parked"


class ReplyMeaning(StrEnum):
    """What a person's reply asks for."""

    INTERESTED = "interested"
    NOT_FOR_ME = "not_for_me"
    STOP = "stop"
    UNKNOWN = "unknown"


class Message(TenantOwned, Base):
    """One message to one person or employer by one channel.

    It holds a text's code and its parameters (numbers, titles of postings), never a name, a
    phone number or what somebody wrote: the number is opened only when a message is sent.
    `attempts` counts refusals, `tries` every hand-over, so that one that kills its worker ends.
    """

    __tablename__ = "message"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
        ForeignKeyConstraint(["tenant_id", "employer_id"], ["employer.tenant_id", "employer.id"]),
        ForeignKeyConstraint(
            ["tenant_id", "recommendation_id"], ["recommendation.tenant_id", "recommendation.id"]
        ),
        UniqueConstraint("tenant_id", "idempotency_key"),
        CheckConstraint("(seeker_id IS NULL) <> (employer_id IS NULL)", name="one_recipient"),
        Index(
            "ix_message_due",
            "tenant_id",
            "due_at",
            postgresql_where=text("channel = 'sms' AND state IN ('queued', 'sending')"),
        ),
        Index("ix_message_seeker", "tenant_id", "seeker_id", "channel", "id"),
        Index("ix_message_employer", "tenant_id", "employer_id", "id"),
        Index("ix_message_parked", "tenant_id", "id", postgresql_where=text("state = 'parked'")),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int | None] = mapped_column(BigInteger)
    employer_id: Mapped[int | None] = mapped_column(BigInteger)
    channel: Mapped[Channel]
    topic: Mapped[Topic]
    text: Mapped[str]
    params: Mapped[dict[str, Any]]
    posting_id: Mapped[int | None] = mapped_column(BigInteger)
    recommendation_id: Mapped[int | None] = mapped_column(BigInteger)
    application_id: Mapped[int | None] = mapped_column(BigInteger)
    idempotency_key: Mapped[str]
    state: Mapped[MessageState]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class SmsReply(TenantOwned, Base):
    """A reply that came in, by the gateway's own id: the same one twice acts once."""

    __tablename__ = "sms_reply"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "seeker_id"], ["seeker.tenant_id", "seeker.id"]),
        UniqueConstraint("tenant_id", "reply_id"),
        Index("ix_sms_reply_seeker", "tenant_id", "seeker_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    reply_id: Mapped[str]
    seeker_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    meaning: Mapped[ReplyMeaning]
    received_at: Mapped[datetime]
