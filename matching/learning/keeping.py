"""Verbs on learned models: kept, promoted, rolled back, put beside. One transaction each."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from matching.learning.errors import (
    ModelHasNotWon,
    ModelInUse,
    ModelNotFound,
    ModelUnusable,
    NoModelInUse,
)
from matching.learning.learned import LearnedRanker, ModelDoesNotFit, Offset
from matching.learning.models import ModelState, RankingModel, RankingOffset
from matching.ranker import FixedWeights
from tenants.access import Permission
from tenants.work import Work

S = ModelState


def keep_challenger(work: Work, row: RankingModel) -> RankingModel:
    """Keep a model that was trained; one of the same content is kept once. Raises NotAllowed."""
    work.actor.require(Permission.MANAGE_MODELS)
    known: RankingModel | None = work.session.get(RankingModel, row.version)
    if known is not None:
        return known
    row.state = S.CHALLENGER
    row.trained_at = row.changed_at = work.now
    row.trained_by = work.actor.id
    work.session.add(row)
    work.session.flush()
    work.audit("ranking_model.trained", "ranking_model", None, version=row.version, won=row.won)
    return row


def keep_offset(work: Work, version: str, offset: Offset) -> None:
    """Keep what the Work's tenant lies off a model; the first one stays. Raises NotAllowed."""
    work.actor.require(Permission.MANAGE_MODELS)
    if work.session.get(RankingOffset, (work.tenant_id, version)) is None:
        work.session.add(RankingOffset(version=version, apply=offset.apply, hire=offset.hire))


def list_models(work: Work) -> Sequence[RankingModel]:
    """Return all models, the newest first. Raises NotAllowed."""
    work.actor.require(Permission.MANAGE_MODELS)
    newest = (RankingModel.trained_at.desc(), RankingModel.version)
    return work.session.scalars(select(RankingModel).order_by(*newest)).all()


def access_model(work: Work, version: str, *, lock: bool = False) -> RankingModel:
    """Return a model. Raises NotAllowed, ModelNotFound."""
    work.actor.require(Permission.MANAGE_MODELS)
    found = work.session.get(RankingModel, version, with_for_update=lock or None)
    if found is None:
        raise ModelNotFound(version=version)
    return found


def promote_model(work: Work, version: str) -> RankingModel:
    """Let a model rank from now on that was better than what ranks now. Safe to repeat.

    Raises NotAllowed, ModelNotFound, ModelUnusable, ModelHasNotWon.
    """
    row = access_model(work, version, lock=True)
    champion = _champion(work)
    if row is champion:
        return row
    if not usable(row):
        raise ModelUnusable(version=version)
    current = champion.version if champion else FixedWeights().version
    if not row.won or row.against != current:
        raise ModelHasNotWon(version=version, current=current)
    if champion is not None:
        _move(work, champion, S.RETIRED)
    row.replaced = champion.version if champion else None
    _move(work, row, S.CHAMPION)
    work.audit("ranking_model.promoted", "ranking_model", None, version=version, before=current)
    return row


def roll_back_model(work: Work) -> RankingModel | None:
    """Let rank again what ranked before the champion; None where those are the fixed weights.

    Raises NotAllowed, NoModelInUse.
    """
    work.actor.require(Permission.MANAGE_MODELS)
    champion = _champion(work)
    if champion is None:
        raise NoModelInUse
    _move(work, champion, S.RETIRED)
    before = access_model(work, champion.replaced, lock=True) if champion.replaced else None
    if before is not None:
        _move(work, before, S.CHAMPION)
    work.audit(
        "ranking_model.rolled_back",
        "ranking_model",
        None,
        version=champion.version,
        to=champion.replaced or FixedWeights().version,
    )
    return before


def shadow_model(work: Work, version: str | None) -> RankingModel | None:
    """Write a model's answers down beside those that count; None ends it. Safe to repeat.

    Raises NotAllowed, ModelNotFound, ModelInUse, ModelUnusable.
    """
    work.actor.require(Permission.MANAGE_MODELS)
    row = access_model(work, version, lock=True) if version else None
    if row is not None and row.state is S.CHAMPION:
        raise ModelInUse(version=row.version)
    if row is not None and not usable(row):
        raise ModelUnusable(version=row.version)
    before = _locked(work, S.SHADOW)
    if before is not row:
        if before is not None:
            _move(work, before, S.CHALLENGER)
        if row is not None:
            _move(work, row, S.SHADOW)
        work.audit("ranking_model.shadowed", "ranking_model", None, version=version)
    return row


def usable(row: RankingModel) -> bool:
    """Tell whether a model can be read, is what its version says, and suits the features."""
    try:
        LearnedRanker.of_version(row.version, row.model)
    except ModelDoesNotFit:
        return False
    return True


def _champion(work: Work) -> RankingModel | None:
    return _locked(work, S.CHAMPION)


def _locked(work: Work, state: ModelState) -> RankingModel | None:
    found: RankingModel | None = work.session.scalar(
        select(RankingModel).where(RankingModel.state == state).with_for_update()
    )
    return found


def _move(work: Work, row: RankingModel, state: ModelState) -> None:
    """Move a model; flushed at once, as only one row may hold the place."""
    row.state, row.changed_at = state, work.now
    work.session.flush()
