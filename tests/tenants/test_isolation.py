"""Row-level security holds on every table that belongs to tenants."""

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from marketplace.postings import Posting
from marketplace.postings.content import columns_of
from migrations import tables  # noqa: F401 - declares every table
from pes.servers import Addresses
from runtime.clock import now
from tenants.access import Actor
from tenants.audit import AuditEntry
from tenants.database import Base, TenantOwned, engine
from tenants.work import begin, begin_platform
from tests.make.postings import content, draft_posting
from tests.world import TenantWorld

SHARED_READ = {"published_posting", "posting_trace", "tenant_setting_bound"}


def test_every_table_with_a_tenant_has_forced_row_level_security(deployment: Addresses) -> None:
    query = text(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
    )
    with engine().connect() as connection:
        found = {name: (enabled, forced) for name, enabled, forced in connection.execute(query)}
    assert len(found) > 15
    assert [name for name, flags in found.items() if flags != (True, True)] == []


def test_tenant_id_comes_first_in_every_key_and_index(deployment: Addresses) -> None:
    owned = [m.local_table for m in Base.registry.mappers if issubclass(m.class_, TenantOwned)]
    for table in owned:
        assert next(iter(table.primary_key.columns)).name == "tenant_id", table.name
        for constraint in table.foreign_key_constraints:
            names = [column.name for column in constraint.columns]
            assert names[0] == "tenant_id" or constraint.referred_table.name == "account", names


def test_the_application_role_owns_nothing_and_cannot_bypass(deployment: Addresses) -> None:
    with engine().connect() as connection:
        role = connection.execute(
            text(
                "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
                " WHERE rolname = current_user"
            )
        ).one()
        owned = connection.scalar(
            text("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        )
        definers = connection.scalar(
            text(
                "SELECT count(*) FROM pg_proc"
                " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            )
        )
    assert tuple(role) == (False, False, False)
    assert owned == 0
    assert definers == 0


def test_no_view_escapes_the_policies(deployment: Addresses) -> None:
    with engine().connect() as connection:
        views = connection.scalar(
            text(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('v', 'm')"
                " AND relnamespace = 'public'::regnamespace"
                " AND coalesce(array_to_string(reloptions, ','), '')"
                " NOT LIKE '%security_invoker=true%'"
            )
        )
    assert views == 0


def test_without_a_tenant_nothing_is_seen(tenant: TenantWorld) -> None:
    draft_posting(tenant)
    with begin_platform() as session:
        for mapper in Base.registry.mappers:
            if (
                issubclass(mapper.class_, TenantOwned)
                and mapper.local_table.name not in SHARED_READ
            ):
                assert session.execute(select(mapper.local_table).limit(1)).first() is None


def test_a_tenant_sees_and_writes_only_its_own_rows(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    posting = draft_posting(tenant)
    with begin(Actor.system(other_tenant.code)) as work:
        assert work.session.scalar(select(Posting).where(Posting.id == posting.id)) is None
        changed = work.session.execute(
            text("UPDATE posting SET title = 'taken over' WHERE id = :id"), {"id": posting.id}
        )
        assert changed.rowcount == 0
    stranger = {"stranger": tenant.code}
    for statement in (
        "UPDATE employer SET tenant_id = :stranger",
        (
            "INSERT INTO consent (tenant_id, seeker_id, purpose, employer_id, text_shown, given_at)"
            " VALUES (:stranger, 1, 'sms', 0, '', now())"
        ),
    ):
        assert other_tenant.employer_id
        with pytest.raises(DBAPIError), begin(Actor.system(other_tenant.code)) as work:
            work.session.execute(text(statement), stranger)


def test_a_foreign_key_cannot_point_across_the_border(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    foreign = submitted_row(tenant.employer_id)
    with pytest.raises(DBAPIError), other_tenant.as_system() as work:
        work.session.execute(insert(Posting).values(tenant_id=other_tenant.code, **foreign))


def submitted_row(employer_id: int) -> dict[str, object]:
    stamps = {"created_at": now(), "changed_at": now(), "status": "draft", "version": 1}
    words = {"lawful_ground": "", "review_note": ""}
    return {"employer_id": employer_id, **columns_of(content()), **stamps, **words}


def test_the_scope_survives_no_transaction(tenant: TenantWorld) -> None:
    with tenant.as_system() as work:
        assert work.session.scalar(text("SELECT current_setting('app.tenant', true)")) == str(
            tenant.code
        )
    with begin_platform() as session:
        assert session.scalar(text("SELECT current_setting('app.tenant', true)")) == ""


def test_audit_entries_can_only_be_added(tenant: TenantWorld) -> None:
    draft_posting(tenant)
    for statement in (
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_seal SET hash = 'x'",
        "DELETE FROM audit_seal",
    ):
        with pytest.raises(DBAPIError, match="permission denied"), tenant.as_system() as work:
            work.session.execute(text(statement))
    with tenant.as_system() as work:
        assert work.session.scalar(select(AuditEntry.id).limit(1)) is not None
