"""What this room tells others."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.outbox import Consumer, Event


@dataclass(frozen=True)
class CycleOpened(Event):
    """A matching cycle waits to be planned and worked off."""

    cycle_id: int
    name: ClassVar[str] = "cycle_opened"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.RECOMMEND,)


@dataclass(frozen=True)
class RecommendationsRecorded(Event):
    """A run has recommended; the people are to be told."""

    cycle_id: int
    name: ClassVar[str] = "recommendations_recorded"
    consumers: ClassVar[tuple[Consumer, ...]] = (Consumer.DELIVER,)
