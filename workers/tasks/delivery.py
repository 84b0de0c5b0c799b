"""Tasks of delivery: send what is due, take in what gateways report."""

from time import monotonic

from marketplace.delivery import (
    Incoming,
    Receipt,
    claim_due,
    hand_over,
    has_due,
    record_handed_over,
    sms_gateway,
    take_receipt,
    take_reply,
    tenant_of_receipt,
    tenant_of_sender,
)
from runtime.logging import get_logger
from tenants.access import Actor
from tenants.registry import list_tenants
from tenants.work import begin
from workers.app import DURABLE, app

BATCH = 10
ENOUGH_SECONDS = 20

log = get_logger(__name__)


@app.task(name="delivery.send_due", **DURABLE)
def send_due(tenant_id: int) -> None:
    """Send messages that are due; what is left after a while is the next tick's."""
    gateway, began = sms_gateway(), monotonic()
    while monotonic() - began < ENOUGH_SECONDS:
        with begin(Actor.system(tenant_id)) as work:
            batch = claim_due(work, limit=BATCH)
            more = bool(batch) or has_due(work)
        if not more:
            return
        for outgoing in batch:
            result = hand_over(gateway, outgoing)
            with begin(Actor.system(tenant_id)) as work:
                record_handed_over(work, outgoing.message_id, result)


@app.task(name="delivery.collect", **DURABLE)
def collect() -> None:
    """Take in receipts and replies; each is acknowledged once it is recorded."""
    gateway = sms_gateway()
    tenant_ids = {tenant.id for tenant in list_tenants()}
    for incoming in gateway.collect():
        tenant_id = _tenant_of(incoming)
        if tenant_id in tenant_ids:
            _take(tenant_id, incoming)
        else:
            log.warning("incoming_for_nobody", key=incoming.key)
        gateway.acknowledge(incoming)


def _tenant_of(incoming: Incoming) -> int | None:
    content = incoming.content
    if isinstance(content, Receipt):
        return tenant_of_receipt(content)
    return tenant_of_sender(content.to)


def _take(tenant_id: int | None, incoming: Incoming) -> None:
    content = incoming.content
    with begin(Actor.system(tenant_id or 0)) as work:
        if isinstance(content, Receipt):
            taken = take_receipt(work, content)
        else:
            taken = take_reply(work, content)
    log.info("incoming_taken", tenant=tenant_id, key=incoming.key, taken=taken)
