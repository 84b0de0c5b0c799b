"""The audit log: who did what, and whether the chain holds."""

from collections.abc import Sequence
from typing import Annotated, Any

from flask import Response, make_response, render_template
from pydantic import Field

from marketplace import employers
from runtime.messages import N_
from tenants import audit
from tenants.accounts import list_members
from tenants.audit import AuditEntry
from tenants.work import Work, begin
from web.audit_words import entry_words, object_words
from web.edge import current_actor, parse, respond
from web.forms import Form, WholeNumber
from web.officer.blueprint import bp
from web.translate import gettext


class AuditForm(Form):
    """Which entries: of one object, of one person, before an entry."""

    object_type: Annotated[str, Field(title=N_("对象"), max_length=40)] = ""
    object_id: Annotated[WholeNumber | None, Field(title=N_("编号"))] = None
    before: WholeNumber | None = None


@bp.get("/audit")
def audit_log() -> Response:
    """List entries, newest first."""
    asked = parse(AuditForm, page="officer.audit_log")
    with begin(current_actor(), read_only=True) as work:
        entries = audit.list_entries(
            work,
            object_type=asked.object_type or None,
            object_id=asked.object_id,
            before=asked.before,
        )
        rows = _rows(work, entries)
    return respond("officer/audit/list.html", asked=asked, rows=rows, verdict=None)


@bp.post("/audit/verify")
def verify_audit() -> Response:
    """Recompute the chain and say whether it holds."""
    with begin(current_actor()) as work:
        verdict = audit.verify(work)
        rows = _rows(work, audit.list_entries(work))
    page = render_template("officer/audit/list.html", asked=AuditForm(), rows=rows, verdict=verdict)
    return make_response(page)


def _rows(work: Work, entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    staff = {row.id: row.display_name or row.login for _, row in list_members(work)}
    known = employers.names_of(work, {row.employer_id for row in entries if row.employer_id})
    return [
        {
            "entry": entry,
            "what": entry_words(entry.action),
            "of": object_words(entry.object_type, entry.object_id) if entry.object_id else "",
            "who": known.get(entry.employer_id or 0) or _staff_name(entry.actor_id, staff),
        }
        for entry in entries
    ]


def _staff_name(account_id: int | None, staff: dict[int, str]) -> str:
    if account_id is None:
        return gettext("系统")
    return staff.get(account_id) or gettext("账号 %(num)d", num=account_id)
