"""Real-name lists of the priority groups: masked, each name opened with a reason."""

from datetime import date
from typing import Annotated

from flask import Response, url_for
from pydantic import Field

from language.places import counties_of, place
from marketplace import groups
from marketplace.groups import ENDED_LABELS, GROUP_LABELS, SOURCE_LABELS, EndedReason, Group, Source
from runtime.messages import N_
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.forms import Form, WholeNumber
from web.officer.blueprint import bp
from web.translate import gettext


class ListForm(Form):
    """Which list, of which county, from where on."""

    group: Group = Group.EMPLOYMENT_DIFFICULTY
    place: WholeNumber | None = None
    before: WholeNumber | None = None


class JoinForm(Form):
    """A membership with its ground and evidence."""

    group: Annotated[Group, Field(title=N_("重点人群"))]
    source: Annotated[Source, Field(title=N_("依据"))]
    evidence: Annotated[str, Field(title=N_("证明"), max_length=200)] = ""
    from_on: Annotated[date | None, Field(title=N_("开始日期"))] = None
    until_on: Annotated[date | None, Field(title=N_("结束日期"))] = None


class EndForm(Form):
    """Why a membership ends."""

    reason: Annotated[EndedReason, Field(title=N_("退出原因"))]


@bp.get("/groups")
def list_groups() -> Response:
    """Show one group's list within the officer's territory, with the counts of all."""
    asked = parse(ListForm, page="officer.list_groups")
    actor = current_actor()
    with begin(actor) as work:
        counts = groups.count_by_group(work)
        page = groups.list_group(work, asked.group, place_code=asked.place, before=asked.before)
    rows = [
        (
            line,
            place(line.place_code).name if line.place_code else "",
            gettext("、").join(line.wants[:2]),
        )
        for line in page.lines
    ]
    return respond(
        "officer/groups/list.html",
        asked=asked,
        counts=counts,
        page=page,
        rows=rows,
        labels=GROUP_LABELS,
        sources=SOURCE_LABELS,
        counties=[(row.code, row.name) for row in counties_of(actor.tenant_id)],
    )


@bp.post("/people/<int:seeker_id>/groups")
def add_to_group(seeker_id: int) -> Response:
    """Add a person to a group."""
    form = parse(JoinForm, page="officer.person")
    with begin(current_actor()) as work:
        groups.add_to_group(
            work,
            seeker_id,
            form.group,
            source=form.source,
            evidence=form.evidence,
            from_on=form.from_on,
            until_on=form.until_on,
        )
    say(gettext("已加入“%(group)s”。", group=gettext(GROUP_LABELS[form.group])))
    return redirect_to(url_for("officer.person", seeker_id=seeker_id))


@bp.post("/memberships/<int:membership_id>/end")
def end_membership(membership_id: int) -> Response:
    """End a membership; the row stays for the ledger."""
    form = parse(EndForm)
    with begin(current_actor()) as work:
        membership = groups.end_membership(work, membership_id, form.reason)
    say(gettext("已退出：%(reason)s。", reason=gettext(ENDED_LABELS[form.reason])))
    return redirect_to(url_for("officer.person", seeker_id=membership.seeker_id))


@bp.post("/memberships/<int:membership_id>/officer")
def assign_officer(membership_id: int) -> Response:
    """Give a membership its officer: the least loaded one by territory."""
    with begin(current_actor()) as work:
        membership = groups.assign_officer(work, membership_id)
    say(gettext("已指定负责人。"))
    return redirect_to(url_for("officer.person", seeker_id=membership.seeker_id))
