"""Tables: which physical indices exist, and the vectors of texts already embedded."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned


class IndexStage(StrEnum):
    """BUILDING is written beside the live one; LIVE is also read; RETIRED waits for removal."""

    BUILDING = "building"
    LIVE = "live"
    RETIRED = "retired"


class IndexState(Base):
    """One physical index. Global: it holds no personal data and belongs to no tenant.

    `alias` is the name that searches use; at most one index a stage stands behind it.
    `progress` keeps, a tenant, the last id that the backfill wrote, or "done";
    `mapping_version` is a hash over the mapping, to know an index that code has outgrown.
    """

    __tablename__ = "index_state"
    __table_args__ = (
        Index(
            "uq_index_state_live",
            "alias",
            unique=True,
            postgresql_where=text("stage = 'live'"),
        ),
        Index(
            "uq_index_state_building",
            "alias",
            unique=True,
            postgresql_where=text("stage = 'building'"),
        ),
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    alias: Mapped[str]
    stage: Mapped[IndexStage]
    model_version: Mapped[str]
    mapping_version: Mapped[str]
    vector_kind: Mapped[str]
    progress: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class TextVector(TenantOwned, Base):
    """The vector of a text: 512 float32, little-endian. Computed once a model and tenant."""

    __tablename__ = "text_vector"
    text_hash: Mapped[str] = mapped_column(primary_key=True)
    model_version: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes]
