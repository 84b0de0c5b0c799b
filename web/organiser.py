"""The fair organiser's pages: fairs, their plan, booths and exhibitors."""

from datetime import date, time
from typing import Annotated

from flask import Blueprint, Response, url_for
from pydantic import BeforeValidator, Field

from marketplace import fairs
from marketplace.employers import find_employers
from runtime.messages import N_
from tenants.access import Role
from tenants.work import begin
from web.edge import current_actor, guard, parse, redirect_to, respond, say
from web.forms import Form, HalfWidth, WholeNumber
from web.translate import gettext

bp = Blueprint("organiser", __name__, url_prefix="/organiser")
guard(bp, {Role.FAIR_ORGANISER})
MOST_BOOTHS = 999


def _clock_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.strip().replace("：", ":").replace(".", ":")
    try:
        return time.fromisoformat(text.zfill(5) if ":" in text else f"{int(text):02d}:00")
    except ValueError as error:
        raise ValueError(N_("时间请写成 9:00 这样。")) from error


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class FairForm(Form):
    """A fair's plan; `version` is the one the editor started from, 0 for a new one."""

    title: Annotated[str, Field(title=N_("招聘会名称"), max_length=60)]
    summary: Annotated[str, Field(title=N_("介绍"), max_length=1000)] = ""
    held_on: Annotated[date, Field(title=N_("举办日期"))]
    opens_at: Annotated[ClockTime, Field(title=N_("开始时间"))]
    closes_at: Annotated[ClockTime, Field(title=N_("结束时间"))]
    place_code: Annotated[WholeNumber, Field(title=N_("地点"))]
    address: Annotated[str, Field(title=N_("详细地址"), max_length=120)]
    booths: Annotated[WholeNumber, Field(title=N_("展位数"), ge=1, le=MOST_BOOTHS)]
    version: WholeNumber = 0

    def plan(self) -> fairs.FairPlan:
        """Return the plan for the verb."""
        return fairs.FairPlan(**self.model_dump(exclude={"version"}))


class ExhibitorForm(Form):
    """An employer for the fair; without a booth it gets the lowest free one."""

    employer_id: Annotated[HalfWidth, Field(title=N_("单位"))]
    booth: Annotated[WholeNumber | None, Field(title=N_("展位号"))] = None


class SearchForm(Form):
    """Words of an employer's name."""

    q: Annotated[str, Field(max_length=60)] = ""


@bp.get("/")
def home() -> Response:
    """List the fairs, the next one first."""
    with begin(current_actor(), read_only=True) as work:
        return respond("organiser/fairs/list.html", fairs=fairs.list_fairs(work))


@bp.get("/fairs/new")
def new_fair() -> Response:
    """Show the empty form."""
    current_actor()
    return respond("organiser/fairs/form.html", fair=None)


@bp.post("/fairs/new")
def plan_fair() -> Response:
    """Plan a fair."""
    form = parse(FairForm)
    with begin(current_actor()) as work:
        fair = fairs.plan_fair(work, form.plan())
    say(gettext("招聘会已保存。接下来安排参会单位。"))
    return redirect_to(url_for("organiser.fair", fair_id=fair.id))


@bp.get("/fairs/<int:fair_id>")
def fair(fair_id: int) -> Response:
    """Show one fair: to-dos in order, booths, exhibitors, people nearby."""
    form = parse(SearchForm)
    with begin(current_actor(), read_only=True) as work:
        found = fairs.access_fair(work, fair_id)
        exhibitors = fairs.list_exhibitors(work, fair_id)
        invitees = fairs.employers_to_invite(work, fair_id)
        named = find_employers(work, form.q) if form.q else []
        people = fairs.count_people_nearby(work, found)
    there = {row.employer.id for row in exhibitors}
    offers = {employer.id: count for employer, count in invitees}
    choices = [(row, offers.get(row.id, 0)) for row in named if row.id not in there]
    return respond(
        "organiser/fairs/show.html",
        block="detail",
        fair=found,
        exhibitors=exhibitors,
        by_booth={row.booth: row for row in exhibitors},
        invitees=choices if form.q else invitees[:10],
        people=people,
        q=form.q,
    )


@bp.get("/fairs/<int:fair_id>/edit")
def fair_form(fair_id: int) -> Response:
    """Show the form filled."""
    with begin(current_actor(), read_only=True) as work:
        return respond("organiser/fairs/form.html", fair=fairs.access_fair(work, fair_id))


@bp.post("/fairs/<int:fair_id>/edit")
def change_fair(fair_id: int) -> Response:
    """Change a fair's plan."""
    form = parse(FairForm)
    with begin(current_actor()) as work:
        fairs.change_fair(work, fair_id, form.plan(), version=form.version)
    say(gettext("已保存。"))
    return redirect_to(url_for("organiser.fair", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/announce")
def announce_fair(fair_id: int) -> Response:
    """Put the fair on its public page."""
    with begin(current_actor()) as work:
        fairs.announce_fair(work, fair_id)
    say(gettext("招聘会已发布，任何人都能看到。"))
    return redirect_to(url_for("organiser.fair", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/cancel")
def cancel_fair(fair_id: int) -> Response:
    """Cancel the fair."""
    with begin(current_actor()) as work:
        fairs.cancel_fair(work, fair_id)
    say(gettext("招聘会已取消，公开页面已撤下。"))
    return redirect_to(url_for("organiser.home"))


@bp.post("/fairs/<int:fair_id>/exhibitors")
def add_exhibitor(fair_id: int) -> Response:
    """Give an employer a booth."""
    form = parse(ExhibitorForm, page="organiser.fair")
    employer_id = int(form.employer_id) if form.employer_id.isdecimal() else 0
    with begin(current_actor()) as work:
        booth = fairs.add_exhibitor(work, fair_id, employer_id, booth=form.booth).booth
    say(gettext("已安排在 %(booth)d 号展位。", booth=booth))
    return redirect_to(url_for("organiser.fair", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/exhibitors/<int:employer_id>/remove")
def remove_exhibitor(fair_id: int, employer_id: int) -> Response:
    """Take an exhibitor off the fair."""
    with begin(current_actor()) as work:
        fairs.remove_exhibitor(work, fair_id, employer_id)
    undo = url_for("organiser.add_exhibitor", fair_id=fair_id)
    say(gettext("已移出招聘会。"), undo=undo, employer_id=employer_id)
    return redirect_to(url_for("organiser.fair", fair_id=fair_id))
