"""What an SMS gateway must be able to do, whoever runs it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class GatewayCode(StrEnum):
    """Why a gateway or network did not deliver."""

    UNAVAILABLE = "unavailable"
    THROTTLED = "throttled"
    TIMED_OUT = "timed_out"
    ABSENT = "absent"
    BAD_NUMBER = "bad_number"
    BLOCKED = "blocked"
    CONTENT_REFUSED = "content_refused"
    UNKNOWN = "unknown"


RETRYABLE = frozenset(
    {
        GatewayCode.UNAVAILABLE,
        GatewayCode.THROTTLED,
        GatewayCode.TIMED_OUT,
        GatewayCode.ABSENT,
    }
)
"""Trying again may help; with any other code it never does."""


class ReceiptStatus(StrEnum):
    """What a network says about a message that was handed over."""

    DELIVERED = "delivered"
    FAILED = "failed"


class GatewayRefused(Exception):
    """The gateway did not take a message."""

    def __init__(self, code: GatewayCode) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Sms:
    """A message about to be sent. The number never shows in a log or a traceback.

    `reference` names this attempt: a gateway that got it before answers the same and sends
    nothing again. `sender` is the tenant's own extension, at which replies arrive.
    """

    reference: str
    sender: str
    phone: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """What became of the attempt `reference`."""

    reference: str
    status: ReceiptStatus
    code: GatewayCode | None
    at: datetime


@dataclass(frozen=True)
class Reply:
    """A message from a person to the extension `to`, with the gateway's own id."""

    reply_id: str
    to: str
    phone: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class Incoming:
    """A receipt or reply that waits at the gateway until it is acknowledged."""

    key: str
    content: Receipt | Reply


class SmsGateway(Protocol):
    """A way to send text messages and to hear back."""

    name: str

    def send(self, sms: Sms) -> str:
        """Hand a message over; return the gateway's id. Raises GatewayRefused."""

    def collect(self, limit: int = 100) -> Iterator[Incoming]:
        """Return what has come in and is not acknowledged yet, oldest first."""

    def acknowledge(self, incoming: Incoming) -> None:
        """Tell the gateway that this was dealt with. Safe to repeat."""


SENDER_BASE = "12333"


def sender_of(tenant_id: int) -> str:
    """Return the number from which a tenant sends: 12333 with its code as extension."""
    return f"{SENDER_BASE}{tenant_id}"


def tenant_of_sender(sender: str) -> int | None:
    """Return the tenant whose number `sender` is, or None."""
    code = sender.removeprefix(SENDER_BASE)
    return int(code) if sender.startswith(SENDER_BASE) and code.isdigit() else None
