"""The audit log: who did what, and whether the chain holds."""

from typing import Annotated

from flask import Response, make_response, render_template
from pydantic import Field

from runtime.messages import N_
from tenants import audit
from tenants.access import Permission
from tenants.work import begin
from web.audit_words import entry_words
from web.edge import current_actor, parse, respond
from web.forms import Form, WholeNumber
from web.officer.blueprint import bp


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
    rows = [(entry, entry_words(entry.action)) for entry in entries]
    return respond("officer/audit/list.html", asked=asked, rows=rows, verdict=None)


@bp.post("/audit/verify")
def verify_audit() -> Response:
    """Recompute the chain and say whether it holds."""
    with begin(current_actor()) as work:
        work.actor.require(Permission.READ_AUDIT)
        verdict = audit.verify(work)
        entries = audit.list_entries(work)
    rows = [(entry, entry_words(entry.action)) for entry in entries]
    page = render_template("officer/audit/list.html", asked=AuditForm(), rows=rows, verdict=verdict)
    return make_response(page)
