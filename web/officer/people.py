"""People in the officer's territory: masked; identity opened with a reason, and audited."""

from typing import Annotated

from flask import Response, make_response, render_template
from pydantic import Field

from language.places import place
from marketplace import groups, recommendations, seekers
from marketplace.groups import ENDED_LABELS, GROUP_LABELS, SOURCE_LABELS
from marketplace.seekers import (
    SECTION_NAMES,
    Section,
    SeekerFilter,
    SeekerStatus,
    stored_section,
    wording,
)
from runtime.messages import N_
from tenants.work import begin
from web.edge import current_actor, parse, respond
from web.forms import Form, HalfWidth
from web.officer.blueprint import bp
from web.translate import gettext

STATUS_WORDS = {
    SeekerStatus.ACTIVE: N_("正在找工作"),
    SeekerStatus.PAUSED: N_("已暂停"),
    SeekerStatus.CLOSED: N_("已注销"),
}
HIDDEN = {Section.CONTACT}


class FindForm(Form):
    """Exact look-up by name, phone or document number."""

    name: Annotated[str, Field(title=N_("姓名"), max_length=60)] = ""
    phone: Annotated[HalfWidth, Field(title=N_("手机号"), max_length=20)] = ""
    id_number: Annotated[HalfWidth, Field(title=N_("证件号码"), max_length=30)] = ""


class RevealForm(Form):
    """Why the identity is needed; the person will read it."""

    reason: Annotated[str, Field(title=N_("查看原因"), max_length=200)]


@bp.get("/people")
def list_people() -> Response:
    """List people, masked; names and numbers find exact values only."""
    asked = parse(FindForm, page="officer.list_people")
    with begin(current_actor(), read_only=True) as work:
        wanted = SeekerFilter(name=asked.name, phone=asked.phone, id_number=asked.id_number)
        rows = seekers.list_seekers(work, wanted)
        total = seekers.count_seekers(work)
    people = [(row, place(row.place_code).name if row.place_code else "") for row in rows]
    return respond(
        "officer/people/list.html", asked=asked, people=people, total=total, status=STATUS_WORDS
    )


@bp.get("/people/<int:seeker_id>")
def person(seeker_id: int) -> Response:
    """Show one person, masked: profile, groups, recommendations. The look is audited."""
    with begin(current_actor()) as work:
        view = seekers.look_at_seeker(work, seeker_id)
        memberships = groups.memberships_of(work, seeker_id)
        rows = recommendations.list_of_seeker(work, seeker_id, limit=20)
        parts = [
            (SECTION_NAMES[part], wording(stored_section(view.seeker, part), gettext))
            for part in Section
            if part not in HIDDEN
        ]
    return respond(
        "officer/people/show.html",
        view=view,
        parts=parts,
        memberships=memberships,
        recommendations=rows,
        labels=GROUP_LABELS,
        sources=SOURCE_LABELS,
        ended=ENDED_LABELS,
        status=STATUS_WORDS,
        contact=None,
    )


@bp.post("/people/<int:seeker_id>/reveal")
def reveal(seeker_id: int) -> Response:
    """Open name, phone and address once, for a reason the person can read."""
    form = parse(RevealForm, page="officer.person")
    with begin(current_actor()) as work:
        contact = seekers.reveal_contact(work, seeker_id, form.reason)
    return _shown_once("officer/people/contact.html", contact=contact, seeker_id=seeker_id)


def _shown_once(template: str, **context: object) -> Response:
    """Answer the POST with the page itself: an address that shows identity must not exist."""
    return make_response(render_template(template, **context))
