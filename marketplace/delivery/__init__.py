"""Messages to people and employers: inbox and SMS, with consent, quiet hours and a cap (P4).

Nothing here holds a phone number or a name: a message is a text's code with parameters, and
the number is opened only when it goes to the gateway.
"""

from marketplace.delivery.announcements import tell_recommended
from marketplace.delivery.compose import Audience, Draft, audience, posting_params, queue_for_people
from marketplace.delivery.errors import MessageNotFound, MessageNotParked
from marketplace.delivery.file_gateway import FileGateway, sms_gateway
from marketplace.delivery.gateway import (
    GatewayCode,
    GatewayRefused,
    Incoming,
    Receipt,
    ReceiptStatus,
    Reply,
    Sms,
    SmsGateway,
    sender_of,
    tenant_of_sender,
)
from marketplace.delivery.handlers import EVENT_HANDLERS
from marketplace.delivery.inbox import (
    count_parked_messages,
    count_unread,
    end_message,
    list_inbox,
    list_of_person,
    list_parked_messages,
    read_all,
    read_message,
    retry_message,
)
from marketplace.delivery.models import (
    Channel,
    Message,
    MessageState,
    ReplyMeaning,
    SmsReply,
    Topic,
)
from marketplace.delivery.receipts import Taken, take_receipt, tenant_of_receipt
from marketplace.delivery.reminders import queue_reminders
from marketplace.delivery.replies import take_reply
from marketplace.delivery.sending import (
    HandedOver,
    Outgoing,
    claim_due,
    hand_over,
    has_due,
    record_handed_over,
)
from marketplace.delivery.texts import msgid, render

__all__ = [
    "EVENT_HANDLERS",
    "Audience",
    "Channel",
    "Draft",
    "FileGateway",
    "GatewayCode",
    "GatewayRefused",
    "HandedOver",
    "Incoming",
    "Message",
    "MessageNotFound",
    "MessageNotParked",
    "MessageState",
    "Outgoing",
    "Receipt",
    "ReceiptStatus",
    "Reply",
    "ReplyMeaning",
    "Sms",
    "SmsGateway",
    "SmsReply",
    "Taken",
    "Topic",
    "audience",
    "claim_due",
    "count_parked_messages",
    "count_unread",
    "end_message",
    "hand_over",
    "has_due",
    "list_inbox",
    "list_of_person",
    "list_parked_messages",
    "msgid",
    "posting_params",
    "queue_for_people",
    "queue_reminders",
    "read_all",
    "read_message",
    "record_handed_over",
    "render",
    "retry_message",
    "sender_of",
    "sms_gateway",
    "take_receipt",
    "take_reply",
    "tell_recommended",
    "tenant_of_receipt",
    "tenant_of_sender",
]
