"""An index made by an older version of this code: used as it is until it is built anew."""

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from time import monotonic
from typing import Any

from elasticsearch import BadRequestError, NotFoundError
from sqlalchemy import select

from search.client import client, reachable
from search.indices import alias_of, is_current, mapping_version, registered
from search.models import IndexStage, IndexState
from tenants.work import begin_platform

_KNOWN_S = 60


def take_new_fields(kind: str, properties: Mapping[str, Any]) -> bool:
    """Let the live index take fields it was made without; tell whether it needs a rebuild.

    Writes and searches go on with it meanwhile; documents written before lack the fields.
    """
    live = next((t for t in registered(kind) if t.stage is IndexStage.LIVE), None)
    if live is None or is_current(live, properties):
        return False
    with reachable(), suppress(NotFoundError, BadRequestError):  # gone; made too differently
        client().indices.put_mapping(index=live.name, properties=dict(properties))
    return True


def holds_new_fields(kind: str, properties: Mapping[str, Any]) -> bool:
    """Tell whether every document of the live index has every field of this code."""
    made_for = _live_mapping(alias_of(kind), int(monotonic() // _KNOWN_S))
    return made_for in {None, mapping_version(properties)}


@lru_cache(maxsize=8)
def _live_mapping(alias: str, _minute: int) -> str | None:
    query = select(IndexState.mapping_version).where(
        IndexState.alias == alias, IndexState.stage == IndexStage.LIVE
    )
    with begin_platform() as session:
        return session.scalar(query)
