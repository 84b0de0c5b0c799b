"""The ranker that a run goes by: the champion among the learned ones, or the fixed weights.

Asked anew for every run, so that a promotion or a roll-back holds at once in
workers and web alike. A run keeps to the ranker it began with.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import structlog
from sqlalchemy import select

from matching.learning.learned import LearnedRanker, ModelDoesNotFit, Offset
from matching.learning.models import ModelState, RankingModel, RankingOffset
from matching.ranker import FixedWeights, Ranker
from tenants.access import Actor
from tenants.work import Work, begin, begin_platform

log = structlog.get_logger()


def ranker_in_use(tenant_id: int) -> Ranker:
    """Return the ranker of runs of a tenant that start now.

    The fixed weights where no model was promoted, and where the one that was is damaged
    or was made for other features; the latter is logged.
    """
    with begin(Actor.system(tenant_id), read_only=True) as work:
        found = _model(work, state=ModelState.CHAMPION)
    return (found and _as_used(found)) or FixedWeights()


def ranker_named(tenant_id: int, version: str) -> Ranker | None:
    """Return the ranker of a version, whatever it is for now; None where it cannot be had."""
    if version == FixedWeights().version:
        return FixedWeights()
    with begin(Actor.system(tenant_id), read_only=True) as work:
        found = _model(work, version=version)
    return _as_used(found) if found else None


def ranker_of_run(tenant_id: int, version: str | None) -> Ranker:
    """Return the ranker that a run began with; the one in use where that cannot be had."""
    began = ranker_named(tenant_id, version) if version else None
    return began or ranker_in_use(tenant_id)


def shadow_in_use(tenant_id: int) -> LearnedRanker | None:
    """Return the model whose answers are written down beside those that count, if any."""
    with begin(Actor.system(tenant_id), read_only=True) as work:
        found = _model(work, state=ModelState.SHADOW)
    return _as_used(found) if found else None


class _Kept(NamedTuple):
    version: str
    apply: float | None
    hire: float | None


def _model(work: Work, **which: str) -> _Kept | None:
    """Return a model's version with the offset of the Work's tenant."""
    conditions = [getattr(RankingModel, name) == value for name, value in which.items()]
    found = work.session.execute(
        select(RankingModel.version, RankingOffset.apply, RankingOffset.hire)
        .outerjoin(
            RankingOffset,
            (RankingOffset.version == RankingModel.version)
            & (RankingOffset.tenant_id == work.tenant_id),
        )
        .where(*conditions)
    ).first()
    return _Kept(*found) if found else None


def _as_used(found: _Kept) -> LearnedRanker | None:
    model = _read(found.version)
    if model is None or found.apply is None or found.hire is None:
        return model
    return model.shifted(Offset(found.apply, found.hire))


@lru_cache(maxsize=8)
def _read(version: str) -> LearnedRanker | None:
    """Read a model once a process: what a version says never changes."""
    with begin_platform() as session:
        text = session.scalar(select(RankingModel.model).where(RankingModel.version == version))
    try:
        return LearnedRanker.of_version(version, text or "")
    except ModelDoesNotFit as error:
        log.warning("ranking_model_unusable", version=version, error=str(error))
        return None
