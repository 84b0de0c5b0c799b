"""What a system answers to one query."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranking:
    """One query's list by one system: documents and falling scores, best first."""

    query: str
    documents: list[str]
    scores: list[float]
