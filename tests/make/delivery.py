"""Makers of messages, and a gateway of files that belongs to one test."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.delivery import (
    Channel,
    FileGateway,
    Message,
    SmsGateway,
    claim_due,
    hand_over,
    record_handed_over,
    tell_recommended,
)
from marketplace.recommendations import Recommendation
from runtime.clock import CHINA, frozen
from tests.make.recommendations import recommended

if TYPE_CHECKING:
    from tests.world import TenantWorld

NOON = datetime(2026, 11, 24, 12, tzinfo=CHINA)
"""A time at which text messages may go out."""


def gateway(folder: Path) -> FileGateway:
    return FileGateway(folder / "sms")


def told(world: "TenantWorld", seeker_id: int, *posting_ids: int) -> Recommendation:
    """A person who was told of recommendations; returns the best of them."""
    first = recommended(world, seeker_id, *posting_ids)[0]
    with world.as_system() as work:
        tell_recommended(work, first.cycle_id)
    return first


def send_all(world: "TenantWorld", out: SmsGateway) -> int:
    """Send what is due once, as the task does; returns how many were handed over."""
    with world.as_system() as work:
        batch = claim_due(work)
    for outgoing in batch:
        result = hand_over(out, outgoing)
        with world.as_system() as work:
            record_handed_over(work, outgoing.message_id, result)
    return len(batch)


def messages(world: "TenantWorld", seeker_id: int, channel: Channel) -> list[Message]:
    with world.as_system() as work:
        return list(
            work.session.scalars(
                select(Message)
                .where(
                    Message.tenant_id == world.code,
                    Message.seeker_id == seeker_id,
                    Message.channel == channel,
                )
                .order_by(Message.id)
            )
        )


def sms(world: "TenantWorld", seeker_id: int) -> list[Message]:
    return messages(world, seeker_id, Channel.SMS)


def inbox(world: "TenantWorld", seeker_id: int) -> list[Message]:
    return messages(world, seeker_id, Channel.INBOX)


def at(hour: int, minute: int = 0, day: int = 24):
    """Hold the clock at an hour of China time."""
    return frozen(datetime(2026, 11, day, hour, minute, tzinfo=CHINA))
