"""From records to a challenger: gathered over tenants, fitted to the past, tried on what followed.

The model that is kept is the one that was tried: nothing is fitted again afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.facts import GROUPS
from matching.features import FEATURES
from matching.in_use import ranker_in_use, ranker_named
from matching.learning.comparing import Comparison, compare
from matching.learning.errors import ModelUnusable, TooFewAnswers
from matching.learning.examination import USUAL, curve_from_draws
from matching.learning.examples import Examples
from matching.learning.fitting import HALF_LIFE_DAYS, Fit, fit_with_curve
from matching.learning.keeping import access_model, keep_challenger, keep_offset
from matching.learning.learned import NO_OFFSET, LearnedRanker, registry_version
from matching.learning.models import RankingModel
from matching.learning.offsets import offset_of
from matching.learning.records import examples_of_records
from matching.ranker import FixedWeights, Ranker
from tenants.access import Actor, Permission
from tenants.work import begin

WINDOW_DAYS = 180
"""How far back records are learnt from unless a day is given."""

TRIED_SHARE = 0.25
"""Share of the lists, the latest ones, that a challenger is tried on."""

NEEDED = {"lists": 1000, "answers": 300, "decisions": 100, "hires": 30, "days": 14}
"""The least to learn from; an answer is "I want it", days are those between first and last."""

WORDS = {
    "lists": "送达的推荐列表",
    "answers": "愿意投递的反馈",
    "decisions": "用人单位已答复的投递",
    "hires": "录用",
    "days": "记录覆盖的天数",
}

_DAY_ZERO = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Trained:
    """A challenger as it was kept: version, whether it won, and its card."""

    version: str
    won: bool
    card: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as `pes train --json` prints it."""
        return asdict(self)


def gathered(tenant_ids: Sequence[int], since: date) -> Examples:
    """Return the examples of tenants, each read in a Work of its own."""
    parts = [Examples.nothing()]
    for tenant_id in tenant_ids:
        with begin(Actor.system(tenant_id), read_only=True) as work:
            parts.append(examples_of_records(work, since))
    return Examples.joined(parts)


def counted(examples: Examples) -> dict[str, int]:
    """Return how much of what is needed there is."""
    days = examples.day
    return {
        "lists": len(np.unique(examples.lists)),
        "answers": int(examples.applied.sum()),
        "decisions": int(examples.decided.sum()),
        "hires": int(examples.hired.sum()),
        "days": int(days.max() - days.min()) + 1 if len(days) else 0,
    }


def train(actor: Actor, tenant_ids: Sequence[int], since: date, *, seed: int = 0) -> Trained:
    """Fit a challenger to the records of tenants, try it, keep it with its card.

    Nothing takes over by itself: see `promote_model`. Raises NotAllowed, TooFewAnswers.
    """
    actor.require(Permission.MANAGE_MODELS)
    examples = gathered(tenant_ids, since)
    require_enough(counted(examples))
    return kept(actor, examples, champion_of(actor.tenant_id), seed)


def require_enough(have: dict[str, int]) -> None:
    """Raise TooFewAnswers, with what is missing and how many, where there is too little."""
    short = {name: least - have[name] for name, least in NEEDED.items() if have[name] < least}
    if short:
        missing = "，".join(
            f"{WORDS[name]}现有 {have[name]}，还差 {count}" for name, count in short.items()
        )
        raise TooFewAnswers(missing=missing)


def checked(actor: Actor, tenant_ids: Sequence[int], version: str) -> Comparison:
    """Compare a model with what ranks now, or where it ranks itself with the fixed weights.

    On the lists that were made after those it was kept with: whether a challenger still wins,
    whether a champion still does (markets drift).

    Raises NotAllowed, ModelNotFound, ModelUnusable.
    """
    with begin(actor, read_only=True) as work:
        row = access_model(work, version)
    ranker = ranker_named(actor.tenant_id, version)
    if not isinstance(ranker, LearnedRanker):
        raise ModelUnusable(version=version)
    against = champion_of(actor.tenant_id)
    against = FixedWeights() if against.version == version else against
    examples = gathered(tenant_ids, row.window_to + timedelta(days=1))
    curve = curve_from_draws(examples) or USUAL
    return compare(ranker.shifted(NO_OFFSET), against, examples, curve)


def champion_of(tenant_id: int) -> Ranker:
    """Return what ranks now, without the offset of a tenant."""
    ranker = ranker_in_use(tenant_id)
    return ranker.shifted(NO_OFFSET) if isinstance(ranker, LearnedRanker) else ranker


def kept(actor: Actor, examples: Examples, champion: Ranker, seed: int) -> Trained:
    """Fit, try and keep a challenger."""
    later = latest(examples)
    fit = fit_with_curve(examples.of(~later), seed=seed)
    outcome = compare(fit.ranker, champion, examples.of(later), fit.curve, seed)
    card = card_of(fit, outcome, examples, later, champion)
    version = fit.ranker.version
    with begin(actor) as work:
        row = keep_challenger(
            work,
            RankingModel(
                version=version,
                model=fit.ranker.stored(),
                card=card,
                won=outcome.won,
                against=champion.version,
                window_from=_day(examples.day.min()),
                window_to=_day(examples.day.max()),
            ),
        )
        trained = Trained(version, row.won, row.card)
    _keep_offsets(fit, examples.of(~later))
    return trained


def latest(examples: Examples) -> NDArray[np.bool_]:
    """Mark the rows of the latest days, about `TRIED_SHARE` of the lists and never all."""
    days = np.sort(examples.day)
    first = days[int(len(days) * (1 - TRIED_SHARE))]
    marked: NDArray[np.bool_] = examples.day >= max(int(first), int(days[0]) + 1)
    return marked


def card_of(
    fit: Fit, outcome: Comparison, examples: Examples, later: NDArray[np.bool_], champion: Ranker
) -> dict[str, Any]:
    """Return the model card: what was learnt from, what came of it, what it must not know."""
    first = int(examples.day[later].min())
    return {
        "version": fit.ranker.version,
        "against": champion.version,
        "window": {
            "from": _day(examples.day.min()).isoformat(),
            "to": _day(examples.day.max()).isoformat(),
            "tried_from": _day(first).isoformat(),
        },
        "learnt_from": _told(examples.of(~later)),
        "tried_on": _told(examples.of(later)),
        "metrics": outcome.to_json(),
        "examination": {
            "steepness": round(fit.curve.steepness, 4),
            "error": round(fit.curve.error, 4),
            "from_draws": bool(fit.curve.steps),
        },
        "registry": registry_version(),
        "features": {item.name: item.direction for item in FEATURES},
        "levels": asdict(fit.ranker.levels),
        "half_life_days": HALF_LIFE_DAYS,
        "never_used": ["sex", "age", "origin", "ethnicity", "religion", "marriage", "groups"],
    }


def _told(examples: Examples) -> dict[str, Any]:
    _, first = np.unique(examples.lists, return_index=True)
    groups = examples.groups[first]
    members = {name: int(((groups >> bit) & 1).sum()) for bit, name in enumerate(GROUPS)}
    return {
        **counted(examples),
        "kept": int(examples.kept.sum()),
        "drawn_rows": int(examples.drawn.sum()),
        "tenants": len(np.unique(examples.tenant)),
        "lists_by_group": members | {"none": int((groups == 0).sum())},
    }


def _keep_offsets(fit: Fit, examples: Examples) -> None:
    for tenant_id in np.unique(examples.tenant).tolist():
        offset = offset_of(fit.ranker, examples.of(examples.tenant == tenant_id), fit.curve)
        if offset is not None:
            with begin(Actor.system(tenant_id)) as work:
                keep_offset(work, fit.ranker.version, offset)


def _day(number: int) -> date:
    return date.fromordinal(int(number) + _DAY_ZERO)


def since_default(today: date) -> date:
    """Return the day from which records are learnt from unless one is given."""
    return today - timedelta(days=WINDOW_DAYS)
