"""What changed among public jobs since a reader last asked: to keep a copy, without missing any."""

import base64
import binascii
from typing import Annotated, Any

from flask import Response
from pydantic import BaseModel, Field

from marketplace import postings
from marketplace.postings import Change, ChangeKind, FeedPositionUnknown
from tenants.access import Actor
from tenants.registry import TenantNotFound
from tenants.work import begin
from web.api.blueprint import Body, answer, blueprint
from web.api.schemas import Job
from web.data_licence import CC0_ADDRESS, licence_of
from web.edge import visitor
from web.regions import REGIONS

api = blueprint("changes", "岗位和招聘会")
LARGEST_CODE = 2**31 - 1
POSITION_BYTES = 8
BATCH = postings.SETTLED_AT_ONCE


class ChangesQuery(Body):
    """Where to go on, and whose jobs; without `since` from the beginning."""

    since: Annotated[str, Field(max_length=32, description="上一次回答里的 next")] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    tenant_id: Annotated[int, Field(ge=1, le=LARGEST_CODE)] | None = None
    everywhere: bool = False


class JobChange(BaseModel):
    """One job: as it is now, or only its id where it is closed."""

    kind: ChangeKind
    posting_id: int
    job: Job | None


class JobChanges(BaseModel):
    """What changed, oldest change first; each job once, as it is now.

    `next` is where to go on, at once if there is `more`, else later.
    """

    changes: list[JobChange]
    next: str
    more: bool
    licence: str | None
    licence_url: str | None


@api.get("/jobs/changes", responses={"200": JobChanges}, security=[])
def job_changes(query: ChangesQuery) -> Response:
    """Return jobs published, changed and closed since a cursor.

    Jobs come in the order in which their last change became visible, so none is missed. A job
    that a reader does not know yet may come as `changed` or `closed`: write what is there,
    delete what is closed. `since` is the `next` of the answer before, and of no other form.
    """
    after = position_of(query.since)
    actor = Actor.anonymous(_tenant(query))
    _settle(actor)
    with begin(actor, read_only=True) as work:
        found = postings.list_changes(work, after, limit=query.limit, everywhere=query.everywhere)
        licence = licence_of(work)
    return answer(
        JobChanges(
            changes=[_shown(change) for change in found.changes],
            next=cursor_of(found.position),
            more=found.more,
            licence=licence,
            licence_url=CC0_ADDRESS if licence else None,
        )
    )


def cursor_of(position: int) -> str:
    """Return a position as readers hand it back; they need not know what is in it."""
    raw = position.to_bytes(POSITION_BYTES, "big")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def position_of(cursor: str) -> int:
    """Return the position in a cursor; 0, the beginning, for none. Raises FeedPositionUnknown."""
    if not cursor:
        return 0
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise FeedPositionUnknown(field="since") from None
    position = int.from_bytes(raw, "big", signed=True)
    if len(raw) != POSITION_BYTES or position < 0:
        raise FeedPositionUnknown(field="since")
    return position


def _tenant(query: ChangesQuery) -> int:
    wanted = query.tenant_id or visitor().tenant_id
    if wanted not in REGIONS.all(wanted):
        raise TenantNotFound(code=wanted)
    return wanted


def _settle(actor: Actor) -> None:
    """Give what was committed since the last reading its position, tenant by tenant."""
    with begin(actor, read_only=True) as work:
        waiting = postings.unsettled_tenants(work)
    for tenant_id in waiting:
        settled = BATCH
        while settled == BATCH:
            with begin(Actor.anonymous(tenant_id)) as work:
                settled = postings.settle(work)


def _shown(change: Change) -> JobChange:
    job: Any = change.posting and Job.model_validate(change.posting)
    return JobChange(kind=change.kind, posting_id=change.posting_id, job=job)
