"""The learned ranker: two sums of curves, stored as plain JSON, named by its content."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from matching.conversion import FloatArray
from matching.features import FEATURES
from matching.learning.shapes import Head
from matching.ranker import DECIMALS, Levels, Score, Scores

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
    base_levels: Levels
    offset: Offset = NO_OFFSET

    @cached_property
    def version(self) -> str:
        """Name and content hash of the curves."""
        return "learned-" + hashlib.sha256(self.stored().encode()).hexdigest()[:12]

    @property
    def levels(self) -> Levels:
        """Return where the ranks stand; an offset moves small chances by its exponential."""
        by = math.exp(self.offset.apply + self.offset.hire)
        return Levels(min(self.base_levels.pushed * by, 1.0), min(self.base_levels.good * by, 1.0))

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
        levels = asdict(self.base_levels)
        whole = {"format": FORMAT, "registry": registry_version(), "levels": levels}
        return json.dumps(whole | answers, sort_keys=True)

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
            levels = Levels(float(whole["levels"]["pushed"]), float(whole["levels"]["good"]))
            return cls(Head.from_json(whole["apply"]), Head.from_json(whole["hire"]), levels)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelDoesNotFit(str(error)) from error

    @classmethod
    def of_version(cls, version: str, text: str) -> Self:
        """As `of_stored`, and raises ModelDoesNotFit where the text is not that version's."""
        model = cls.of_stored(text)
        if model.version != version:
            raise ModelDoesNotFit(f"its content is {model.version}")
        return model


def _chance(odds: Score) -> Score:
    chance: Score = np.round(1 / (1 + np.exp(-odds)), DECIMALS)
    return chance
