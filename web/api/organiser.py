"""The organiser's verbs: fairs and exhibitors."""

from http import HTTPStatus

from flask import Response
from pydantic import BaseModel

from marketplace import fairs
from tenants.access import Role
from tenants.work import begin
from web.api.blueprint import Body, Id, answer, blueprint
from web.api.description import list_of
from web.api.schemas import FairAnswer
from web.edge import current_actor
from web.organiser import FairForm

api = blueprint("organiser", "招聘会组织者", {Role.FAIR_ORGANISER})


class FairPath(BaseModel):
    """A fair's id."""

    fair_id: Id


class ExhibitorPath(FairPath):
    """A fair and an employer."""

    employer_id: Id


class FairBody(FairForm, Body):
    """A fair's plan; `version` when it is changed."""


class Booth(Body):
    """A booth, or none for the lowest free one."""

    booth: int | None = None


@api.get("/organiser/fairs", responses={"200": list_of(FairAnswer)})
def list_fairs() -> Response:
    """Return the tenant's fairs, the next one first."""
    with begin(current_actor(), read_only=True) as work:
        rows = fairs.list_fairs(work)
    return answer([FairAnswer.model_validate(row) for row in rows])


@api.post("/organiser/fairs", responses={"201": FairAnswer})
def plan_fair(body: FairBody) -> Response:
    """Plan a fair."""
    with begin(current_actor()) as work:
        fair = fairs.plan_fair(work, body.plan())
        return answer(FairAnswer.model_validate(fair), HTTPStatus.CREATED)


@api.put("/organiser/fairs/<int:fair_id>", responses={"200": FairAnswer})
def change_fair(path: FairPath, body: FairBody) -> Response:
    """Change a fair's plan."""
    with begin(current_actor()) as work:
        fair = fairs.change_fair(work, path.fair_id, body.plan(), version=body.version)
        work.session.flush()
        return answer(FairAnswer.model_validate(fair))


@api.post("/organiser/fairs/<int:fair_id>/announce", responses={"200": FairAnswer})
def announce_fair(path: FairPath) -> Response:
    """Put a fair on its public page. Safe to repeat."""
    with begin(current_actor()) as work:
        fair = fairs.announce_fair(work, path.fair_id)
        work.session.flush()
        return answer(FairAnswer.model_validate(fair))


@api.put("/organiser/fairs/<int:fair_id>/exhibitors/<int:employer_id>", responses={"200": Booth})
def add_exhibitor(path: ExhibitorPath, body: Booth) -> Response:
    """Give an employer a booth. Safe to repeat."""
    with begin(current_actor()) as work:
        booth = fairs.add_exhibitor(work, path.fair_id, path.employer_id, booth=body.booth).booth
    return answer({"booth": booth})


@api.delete("/organiser/fairs/<int:fair_id>/exhibitors/<int:employer_id>", responses={"204": None})
def remove_exhibitor(path: ExhibitorPath) -> Response:
    """Take an exhibitor off. Safe to repeat."""
    with begin(current_actor()) as work:
        fairs.remove_exhibitor(work, path.fair_id, path.employer_id)
    return Response(status=HTTPStatus.NO_CONTENT)
