"""Declarative base, column types and the engine of the application role."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    ARRAY,
    DateTime,
    Engine,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    create_engine,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from runtime.settings import settings

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _codes(states: type[StrEnum]) -> list[str]:
    return [state.value for state in states]


# Native enums lose their index under row-level security; text + CHECK does not.
_STATE = Enum(StrEnum, native_enum=False, create_constraint=True, length=40, values_callable=_codes)


class Base(DeclarativeBase):
    """Base of every table; money is integer fen, instants carry a zone."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        StrEnum: _STATE,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        list[int]: ARRAY(Integer),
        list[str]: ARRAY(Text),
        str: Text,
    }


class TenantOwned:
    """A row of one tenant; `tenant_id` comes first in every key, so that sharding is set-up.

    Row-level security hides it outside its tenant (see `migrations.rls`); a new row takes
    the tenant of the Work that adds it.
    """

    tenant_id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-10)


@lru_cache(maxsize=4)
def engine_for(url: str) -> Engine:
    """Return the pooled engine for `url`; one a process and address."""
    return create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={
            "options": "-c statement_timeout=60000 -c lock_timeout=15000"
            " -c idle_in_transaction_session_timeout=120000",
            "connect_timeout": 5,
        },
    )


def engine() -> Engine:
    """Return the engine of the application role, which owns nothing."""
    return engine_for(settings().database_url)
