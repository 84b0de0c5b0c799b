"""The learned ranker: two sums of curves, stored as plain JSON, named by its content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from matching.conversion import FloatArray
from matching.features import FEATURES
from matching.learning.shapes import Head
from matching.ranker import DECIMALS, Score, Scores

FORMAT = 1


def registry_version() -> str:
    """Return the content hash of the features' names, directions and versions, in order."""
    text = json.dumps([(item.name, item.direction, item.version) for item in FEATURES])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class ModelDoesNotFit(ValueError):
    """A stored model is damaged, or was made for other features."""


@dataclass(frozen=True)
class Offset:
    """What one tenant's log odds of both answers lie off those of all."""

    apply: float = 0.0
    hire: float = 0.0


NO_OFFSET = Offset()


@dataclass(frozen=True)
class LearnedRanker:
    """Two answers as sums of curves; a tenant's offset shifts both.

    The offset is no part of the version: it is kept beside the model, by tenant, and never
    changes for a version.
    """

    apply: Head
    hire: Head
    offset: Offset = NO_OFFSET

    @cached_property
    def version(self) -> str:
        """Name and content hash of the curves."""
        return "learned-" + hashlib.sha256(self.stored().encode()).hexdigest()[:12]

    def score(self, features: FloatArray) -> Scores:
        """Return both answers; each pair by itself, in a fixed order of sums."""
        return Scores(
            apply=_chance(self.apply.odds(features) + self.offset.apply),
            hire=_chance(self.hire.odds(features) + self.offset.hire),
        )

    def contributions(self, features: FloatArray) -> FloatArray:
        """Return each feature's gain or loss against its fair value, (pairs, features)."""
        moved = self.apply.moved(features) + self.hire.moved(features)
        return moved.astype(np.float32)

    def shifted(self, offset: Offset) -> LearnedRanker:
        """Return the ranker as one tenant uses it."""
        return replace(self, offset=offset)

    def stored(self) -> str:
        """Return the model as the text that is kept."""
        answers = {"apply": self.apply.to_json(), "hire": self.hire.to_json()}
        whole = {"format": FORMAT, "registry": registry_version(), **answers}
        return json.dumps(whole, sort_keys=True)

    @classmethod
    def of_stored(cls, text: str) -> Self:
        """Return the model of a kept text.

        Raises ModelDoesNotFit for a damaged one, and for one of another format or registry.
        """
        try:
            whole: dict[str, Any] = json.loads(text)
            made_for = (whole["format"], whole["registry"])
            if made_for != (FORMAT, registry_version()):
                raise ModelDoesNotFit(f"made for {made_for}")
            return cls(Head.from_json(whole["apply"]), Head.from_json(whole["hire"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelDoesNotFit(str(error)) from error


def _chance(odds: Score) -> Score:
    chance: Score = np.round(1 / (1 + np.exp(-odds)), DECIMALS)
    return chance
