"""What networks report on messages: at most once, in any order, and never taken back."""

from enum import StrEnum

from marketplace.delivery.errors import MessageNotFound
from marketplace.delivery.gateway import GatewayCode, Receipt, ReceiptStatus
from marketplace.delivery.models import Message, MessageState
from marketplace.delivery.rules import FINAL
from marketplace.delivery.sending import access_message, parse_reference, refuse
from tenants.access import Permission
from tenants.work import Work

S = MessageState


class Taken(StrEnum):
    """What became of something that came in."""

    RECORDED = "recorded"
    DUPLICATE = "duplicate"
    LATE = "late"
    UNKNOWN = "unknown"


def tenant_of_receipt(receipt: Receipt) -> int | None:
    """Return the tenant whose message a receipt is about; None for one that we never sent."""
    parsed = parse_reference(receipt.reference)
    return parsed[0] if parsed else None


def take_receipt(work: Work, receipt: Receipt) -> Taken:
    """Note what became of a message. Safe to repeat; a final status never goes back.

    Raises NotAllowed. A reference that we never gave, or of another tenant, is UNKNOWN.
    """
    work.actor.require(Permission.RELAY)
    parsed = parse_reference(receipt.reference)
    if parsed is None or parsed[0] != work.tenant_id:
        return Taken.UNKNOWN
    _, message_id, attempt = parsed
    try:
        message = access_message(work, message_id)
    except MessageNotFound:
        return Taken.UNKNOWN
    return _note(work, message, attempt, receipt)


def _note(work: Work, message: Message, attempt: int, receipt: Receipt) -> Taken:
    delivered = receipt.status is ReceiptStatus.DELIVERED
    if message.state in FINAL:
        same = delivered == (message.state is S.DELIVERED)
        return Taken.DUPLICATE if same else Taken.LATE
    if delivered:
        _settle(work, message)
        return Taken.RECORDED
    current = message.attempts + 1
    if attempt != current or message.state not in {S.SENT, S.SENDING}:
        return Taken.LATE
    refuse(work, message, receipt.code or GatewayCode.UNKNOWN)
    return Taken.RECORDED


def _settle(work: Work, message: Message) -> None:
    message.state, message.settled_at, message.lease_until = S.DELIVERED, work.now, None
    message.sent_at = message.sent_at or work.now
    message.reason = None
