"""Postings that were public before the change feed was there have their trace."""

from sqlalchemy import create_engine, text

from migrations.schema import upgrade
from tests.migrations.test_schema import empty_database  # noqa: F401 - a fixture

TENANT = 430100
POSTING = """INSERT INTO posting (tenant_id, employer_id, status, lawful_ground, created_at,
 changed_at, review_note, version, title, duties, requirements,
 pay_negotiable, pay_text, address, conditions, certificates, skills, occupation_code)
 VALUES (:tenant, :employer, :status, '', now(), now(), '',
 1, '缝纫工', '', '', false, '', '', '{}', '{}', '{}', '6-05-01-03') RETURNING id"""
PROJECTION = """INSERT INTO published_posting (tenant_id, posting_id, employer_id, employer_name,
 published_at, version, title, duties, requirements, pay_negotiable, pay_text, address, conditions,
 certificates, skills) VALUES (:tenant, :posting, :employer, '湘绣厂', now(), 1, '缝纫工', '', '',
 false, '', '', '{}', '{}', '{}')"""
AUDIT = """INSERT INTO audit_entry (tenant_id, at, actor_roles, action, object_type, object_id,
 details) VALUES (:tenant, now(), '{}', :action, 'posting', :posting, '{}')"""
EMPLOYER = """INSERT INTO employer (tenant_id, name, kind, industry, created_at, version)
 VALUES (:tenant, '湘绣厂', 'enterprise', '', now(), 1) RETURNING id"""


def test_open_and_closed_postings_are_taken_over(empty_database: str) -> None:  # noqa: F811
    upgrade("0014")
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO tenant (id, name, short_name, level)"
                " VALUES (430100, '长沙市', '长沙', 'prefecture')"
            )
        )
        connection.execute(text("SELECT set_config('app.tenant', '430100', true)"))
        employer = connection.scalar(text(EMPLOYER), {"tenant": TENANT})
        ids = {}
        for status in ("published", "expired", "withdrawn"):
            row = {"tenant": TENANT, "employer": employer, "status": status}
            ids[status] = connection.scalar(text(POSTING), row)
        row = {"tenant": TENANT, "employer": employer, "posting": ids["published"]}
        connection.execute(text(PROJECTION), row)
        for status, action in (("expired", "posting.published"), ("withdrawn", "posting.created")):
            row = {"tenant": TENANT, "posting": ids[status], "action": action}
            connection.execute(text(AUDIT), row)
    upgrade()
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('app.tenant', '430100', true)"))
        rows = connection.execute(
            text("SELECT posting_id, is_open, opened, position FROM posting_trace ORDER BY 1")
        ).all()
    engine.dispose()
    assert rows == [(ids["published"], True, True, None), (ids["expired"], False, False, None)]
