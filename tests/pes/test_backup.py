"""A dump holds everything, row-level security included, and comes back whole."""

from pathlib import Path

import psycopg
import pytest

from marketplace.postings import FeedPositionUnknown, list_changes, settle
from pes.backup import DumpFailed, dump, restore
from pes.servers import Supervisor
from tenants.access import Actor
from tenants.database import engine
from tenants.work import begin
from tests.make.postings import published_posting
from tests.pes.support import libpq
from tests.world import TenantWorld, new_tenant

PROTECTED = """
CREATE TABLE secret (tenant_id int, word text);
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE secret FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON secret
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::int);
GRANT SELECT, INSERT ON secret TO pes_app;
"""
INSERT = """
INSERT INTO secret SELECT current_setting('app.tenant')::int, 'of ' || current_setting('app.tenant')
"""


def as_tenant(url: str, statement: str, tenant: int = 430100) -> list[tuple[str, ...]]:
    with psycopg.connect(libpq(url)) as connection:
        connection.execute("SELECT set_config('app.tenant', %s, true)", (str(tenant),))
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_a_dump_comes_back_with_every_tenants_rows_and_their_walls(
    mortal: Supervisor, tmp_path: Path
) -> None:
    addresses = mortal.start(["postgresql"])
    with psycopg.connect(libpq(addresses.owner_url)) as connection:
        connection.execute(PROTECTED)
    for tenant in (430100, 430200):
        as_tenant(addresses.owner_url, INSERT, tenant)

    dump(mortal, tmp_path / "pes.dump")
    as_tenant(addresses.owner_url, "DELETE FROM secret")
    restore(mortal, tmp_path / "pes.dump")

    assert as_tenant(addresses.database_url, "SELECT word FROM secret") == [("of 430100",)]
    assert as_tenant(addresses.owner_url, "SELECT word FROM secret", 430200) == [("of 430200",)]
    assert as_tenant(addresses.owner_url, "SELECT word FROM secret", 1) == []


def test_an_unreadable_dump_is_refused_before_anything_is_lost(
    mortal: Supervisor, tmp_path: Path
) -> None:
    addresses = mortal.start(["postgresql"])
    with psycopg.connect(libpq(addresses.owner_url)) as connection:
        connection.execute("CREATE TABLE here ()")
    (tmp_path / "broken.dump").write_text("not a dump")

    with pytest.raises(DumpFailed, match="pg_restore"):
        restore(mortal, tmp_path / "broken.dump")

    with psycopg.connect(libpq(addresses.owner_url)) as connection:
        assert connection.execute("SELECT to_regclass('here')").fetchone() == ("here",)


def read_feed(tenant: TenantWorld, after: int = 0) -> tuple[list[int], int]:
    """Return ids of open postings that changed after a position, and the position to go on from."""
    with begin(Actor.anonymous(tenant.code)) as work:
        settle(work)
        found = list_changes(work, after, limit=100)
    return [change.posting_id for change in found.changes], found.position


def test_readers_of_the_change_feed_begin_anew_after_a_restore(
    mortal_database: Supervisor, tmp_path: Path
) -> None:
    """What they saw since the dump is undone, though later changes get on beyond their cursors."""
    tenant = new_tenant()
    kept = published_posting(tenant).id
    dump(mortal_database, tmp_path / "pes.dump")
    published_posting(tenant)
    _, cursor = read_feed(tenant)
    for _ in range(2):  # a second restore of the same dump is another world again
        engine().dispose()
        restore(mortal_database, tmp_path / "pes.dump")
        with pytest.raises(FeedPositionUnknown):
            read_feed(tenant, cursor)
        after = published_posting(tenant).id
        with pytest.raises(FeedPositionUnknown):
            read_feed(tenant, cursor)
        ids, cursor = read_feed(tenant)
        assert ids == [kept, after]
        assert read_feed(tenant, cursor) == ([], cursor)
