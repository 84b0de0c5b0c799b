"""Putting the chunks of a cycle on the broker."""

from datetime import timedelta

from marketplace.recommendations import take_unsent
from tenants.access import Actor
from tenants.work import begin
from workers.broker import send


def send_chunks(tenant_id: int, cycle_id: int, *, lost_after: timedelta | None = None) -> None:
    """Send the chunks that have not been sent, and with `lost_after` those that may be lost.

    That they were sent is noted first: what then does not reach the broker counts as lost, and
    is sent again by the next tick. Raises BrokerUnavailable.
    """
    with begin(Actor.system(tenant_id)) as work:
        blocks = take_unsent(work, cycle_id, lost_after=lost_after)
    for block in blocks:
        send("matching.chunk", tenant_id, cycle_id, block)
