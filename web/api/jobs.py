"""Published jobs and fairs, for everyone."""

from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field

from marketplace import fairs, postings
from runtime.clock import today
from search.criteria import Near, PostingCriteria, Sort
from search.execution import Scope, execute
from search.queries import postings_query
from search.vectors import query_vector
from tenants.work import begin
from web.api.blueprint import Id, Paged, answer, blueprint
from web.api.description import list_of
from web.api.schemas import FairAnswer, Job, JobList
from web.edge import visitor

api = blueprint("jobs", "岗位和招聘会")
LARGEST_INT = 2**31 - 1


class JobQuery(Paged):
    """What to look for; pay in fen a month, degrees WGS 84, km."""

    q: Annotated[str, Field(max_length=100)] = ""
    place_code: Annotated[int, Field(ge=0, le=10**9)] | None = None
    occupation_code: Annotated[str, Field(max_length=12)] | None = None
    pay_from_fen: Annotated[int, Field(ge=0, le=LARGEST_INT)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    within_km: Annotated[float, Field(gt=0, le=2000)] | None = None
    everywhere: bool = False
    sort: Sort = Sort.RELEVANCE


class JobPath(BaseModel):
    """A posting's id."""

    posting_id: Id


class FairPath(BaseModel):
    """A fair's id."""

    fair_id: Id


@api.get("/jobs", responses={"200": JobList}, security=[])
def search_jobs(query: JobQuery) -> Response:
    """Search published jobs; each hit is read again before it is shown."""
    actor = visitor()
    scope = Scope.marketplace() if query.everywhere else Scope.within(actor.tenant_id)
    found = execute(scope, postings_query(_criteria(query)))
    with begin(actor, read_only=True) as work:
        rows = postings.load_published(work, found.ids)
    return answer(JobList(total=found.total, jobs=Job.all_of(rows)))


@api.get("/jobs/<int:posting_id>", responses={"200": Job}, security=[])
def read_job(path: JobPath) -> Response:
    """Return one published job."""
    with begin(visitor(), read_only=True) as work:
        rows = postings.load_published(work, [path.posting_id])
    if not rows:
        raise postings.PostingNotFound
    return answer(Job.model_validate(rows[0]))


@api.get("/fairs", responses={"200": list_of(FairAnswer)}, security=[])
def list_fairs() -> Response:
    """List announced fairs from today on."""
    with begin(visitor(), read_only=True) as work:
        rows = fairs.list_upcoming_fairs(work, limit=100)
    return answer([FairAnswer.model_validate(row) for row in rows])


@api.get("/fairs/<int:fair_id>", responses={"200": FairAnswer}, security=[])
def read_fair(path: FairPath) -> Response:
    """Return one announced fair."""
    with begin(visitor(), read_only=True) as work:
        row = fairs.find_announced_fair(work, path.fair_id)
    return answer(FairAnswer.model_validate(row))


def _criteria(query: JobQuery) -> PostingCriteria:
    near = None
    if query.lat is not None and query.lon is not None:
        near = Near(query.lat, query.lon, within_km=query.within_km)
    return PostingCriteria(
        on=today(),
        words=query.q,
        vector=query_vector(query.q) if query.q.strip() else None,
        place_code=query.place_code,
        occupation_code=query.occupation_code,
        pay_from_fen=query.pay_from_fen,
        near=near,
        sort=query.sort,
        offset=min(query.offset, 10_000 - query.limit),
        limit=query.limit,
    )
