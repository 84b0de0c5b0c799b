"""Verbs of staff: review, groups, cycles, settings, audit."""

from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field, RootModel

from marketplace import groups, postings, recommendations
from tenants import audit
from tenants.settings import change_setting, find_setting, list_settings
from tenants.work import begin
from web.api.blueprint import Body, Id, Paged, answer, blueprint
from web.api.description import list_of
from web.api.schemas import CycleAnswer, OwnPosting
from web.edge import current_actor
from web.officer.blueprint import STAFF

api = blueprint("officer", "工作人员", STAFF)


Value = Annotated[str, Field(max_length=100)] | int | float | bool


class PostingPath(BaseModel):
    """A posting's id."""

    posting_id: Id


class CyclePath(BaseModel):
    """A cycle's id."""

    cycle_id: Id


class SettingPath(BaseModel):
    """A setting's name."""

    name: Annotated[str, Field(max_length=80)]


class Decision(Body):
    """The reviewer's words."""

    note: Annotated[str, Field(max_length=500)] = ""


class SettingBody(Body):
    """A new value."""

    value: Value


class SettingAnswer(BaseModel):
    """A setting's value and its bounds."""

    value: Value
    minimum: Value | None
    maximum: Value | None


class SettingsAnswer(RootModel[dict[str, SettingAnswer]]):
    """Settings by name."""


class GroupCounts(RootModel[dict[str, int]]):
    """People by priority group."""


class AuditVerdict(BaseModel):
    """How many entries there are, whether all hold, the first that does not."""

    entries: int
    ok: bool
    first_bad: int | None


@api.get("/review", responses={"200": list_of(OwnPosting)})
def review_queue(query: Paged) -> Response:
    """Return postings that wait for review, due first."""
    with begin(current_actor(), read_only=True) as work:
        items = postings.review_queue(work, limit=query.limit, offset=query.offset)
        return answer(
            [
                OwnPosting.of(item.posting, postings.posting_findings(work, item.posting))
                for item in items
            ]
        )


@api.post("/review/<int:posting_id>/approve", responses={"200": OwnPosting})
def approve(path: PostingPath, body: Decision) -> Response:
    """Publish a posting. Safe to repeat."""
    with begin(current_actor()) as work:
        posting = postings.approve_posting(work, path.posting_id, note=body.note)
        return answer(OwnPosting.of(posting, []))


@api.post("/review/<int:posting_id>/return", responses={"200": OwnPosting})
def give_back(path: PostingPath, body: Decision) -> Response:
    """Send a posting back with words. Safe to repeat."""
    with begin(current_actor()) as work:
        posting = postings.return_posting(work, path.posting_id, note=body.note)
        return answer(OwnPosting.of(posting, []))


@api.get("/groups", responses={"200": GroupCounts})
def count_groups() -> Response:
    """Return how many people of the territory are in each priority group."""
    with begin(current_actor(), read_only=True) as work:
        counts = groups.count_by_group(work)
    return answer({group.value: number for group, number in counts.items()})


@api.get("/cycles", responses={"200": list_of(CycleAnswer)})
def list_cycles() -> Response:
    """Return matching cycles, newest first."""
    with begin(current_actor(), read_only=True) as work:
        rows = recommendations.list_cycles(work)
    return answer([CycleAnswer.model_validate(row) for row in rows])


@api.post("/cycles", responses={"202": CycleAnswer})
def start_cycle() -> Response:
    """Start a cycle, or return the one that is under way."""
    with begin(current_actor()) as work:
        opened = recommendations.open_cycle(work)
        return answer(CycleAnswer.model_validate(opened.cycle), HTTPStatus.ACCEPTED)


@api.get("/cycles/<int:cycle_id>", responses={"200": CycleAnswer})
def read_cycle(path: CyclePath) -> Response:
    """Return one cycle."""
    with begin(current_actor(), read_only=True) as work:
        row = recommendations.access_cycle(work, path.cycle_id)
    return answer(CycleAnswer.model_validate(row))


@api.get("/settings", responses={"200": SettingsAnswer})
def read_settings() -> Response:
    """Return settings with value and bounds."""
    with begin(current_actor(), read_only=True) as work:
        rows = list_settings(work)
    return answer(
        {
            row.setting.name: {"value": row.value, "minimum": row.low, "maximum": row.high}
            for row in rows
        }
    )


@api.put("/settings/<name>", responses={"200": SettingBody})
def save_setting(path: SettingPath, body: SettingBody) -> Response:
    """Change a setting within its bounds."""
    setting = find_setting(path.name)
    with begin(current_actor()) as work:
        value = change_setting(work, setting, body.value)
    return answer({"value": value})


@api.post("/audit/verify", responses={"200": AuditVerdict})
def verify_audit() -> Response:
    """Recompute the audit chain of the tenant."""
    with begin(current_actor()) as work:
        verdict = audit.verify(work)
    return answer({"entries": verdict.entries, "ok": verdict.ok, "first_bad": verdict.first_bad})
