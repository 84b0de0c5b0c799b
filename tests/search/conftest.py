"""A tenant whose outbox is delivered on demand, and what its searches find."""

from collections.abc import Callable

import pytest

from runtime.clock import today
from search import indices, relay
from search.criteria import PostingCriteria
from search.execution import Scope, execute
from search.kinds import CANDIDATES, POSTINGS
from search.queries import postings_query
from tests.world import TenantWorld


@pytest.fixture
def deliver() -> Callable[[TenantWorld], int]:
    def bring(world: TenantWorld) -> int:
        return relay.relay_all(world.code, refresh=True)

    return bring


@pytest.fixture
def found() -> Callable[..., list[int]]:
    """Ids of the tenant's postings that a search finds, after the index was refreshed."""

    def look(world: TenantWorld, **criteria) -> list[int]:
        indices.refresh(POSTINGS.name)
        query = postings_query(PostingCriteria(on=today(), limit=100, **criteria))
        return execute(Scope.within(world.code), query).ids

    return look


@pytest.fixture(autouse=True)
def made(deployment) -> None:
    """Both indices are there."""
    for kind in (POSTINGS, CANDIDATES):
        indices.ensure(kind.name, kind.properties)
