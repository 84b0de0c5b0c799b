"""Tables of learned models: one row a model for the whole platform, an offset a tenant."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class ModelState(StrEnum):
    """What a model is for now: a CHAMPION ranks, a SHADOW is only written down beside it."""

    CHALLENGER = "challenger"
    SHADOW = "shadow"
    CHAMPION = "champion"
    RETIRED = "retired"


def _only_one(state: ModelState) -> Index:
    return Index(
        f"uq_ranking_model_{state}",
        "state",
        unique=True,
        postgresql_where=text(f"state = '{state}'"),
    )


class RankingModel(Base):
    """A learned model. Global: curves over all tenants' answers, at knots that are fixed.

    `model` is the text it is read from, `version` its content hash; neither ever changes, and
    no model is deleted, so that what it recommended can be computed again. `won` says that it
    ranked better than `against`, offline. `replaced` is the model it took over from, None where
    that were the fixed weights.
    """

    __tablename__ = "ranking_model"
    __table_args__ = (_only_one(ModelState.CHAMPION), _only_one(ModelState.SHADOW))
    version: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[ModelState] = mapped_column(default=ModelState.CHALLENGER)
    model: Mapped[str]
    card: Mapped[dict[str, Any]]
    won: Mapped[bool]
    against: Mapped[str]
    replaced: Mapped[str | None]
    window_from: Mapped[date]
    window_to: Mapped[date]
    trained_at: Mapped[datetime]
    trained_by: Mapped[int | None] = mapped_column(BigInteger)
    changed_at: Mapped[datetime]


class RankingOffset(TenantOwned, Base):
    """What a tenant's log odds lie off a model's, where it has enough answers of its own."""

    __tablename__ = "ranking_offset"
    version: Mapped[str] = mapped_column(ForeignKey(RankingModel.version), primary_key=True)
    apply: Mapped[float]
    hire: Mapped[float]
