"""Published jobs and fairs, for everyone."""

from typing import Annotated, Any

from flask import Response
from pydantic import BaseModel, Field

from language.benefits import Benefit
from language.conditions import Condition
from language.education import Education
from marketplace import fairs, postings
from marketplace.postings import Reserved
from runtime.clock import now, today
from runtime.errors import Invalid
from runtime.messages import N_
from search.criteria import Near, Sort
from search.execution import Scope
from search.jobs import Asked, Choices
from search.jobs.asking import worded
from search.jobs.searching import search_jobs as find_jobs
from tenants.work import begin
from web.api.blueprint import Id, Paged, answer, blueprint
from web.api.description import list_of
from web.api.schemas import Answer, FairAnswer, Job, JobList
from web.edge import visitor
from web.job_cursor import opened, sealed
from web.job_search import offered_in

api = blueprint("jobs", "岗位和招聘会")
LARGEST_INT = 2**31 - 1
MOST_NAMED = 30
Many: Any = Field(default_factory=list, max_length=MOST_NAMED)


class CursorInvalid(Invalid):
    """A cursor that we did not give, or gave for another search."""

    message = N_("cursor 无效：它只能用于给出它的那次搜索。请去掉它，从头开始。")


class JobQuery(Paged):
    """What to look for; pay in fen a month, degrees WGS 84, km.

    `cursor` is the `next` of the page before, with everything else unchanged: then `offset` says
    nothing. `folded` shows near-duplicates of an employer once; `facets` counts all choices.
    """

    q: Annotated[str, Field(max_length=100)] = ""
    place_code: Annotated[int, Field(ge=0, le=10**9)] | None = None
    occupation_code: Annotated[str, Field(max_length=12)] | None = None
    pay_from_fen: Annotated[int, Field(ge=0, le=LARGEST_INT)] | None = None
    education: Education | None = None
    reserved: Reserved | None = None
    benefits: Annotated[list[Benefit], Many]
    without_conditions: Annotated[
        list[Condition], Field(default_factory=list, max_length=MOST_NAMED)
    ]
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    within_km: Annotated[float, Field(gt=0, le=2000)] | None = None
    everywhere: bool = False
    sort: Sort = Sort.RELEVANCE
    folded: bool = False
    facets: bool = False
    cursor: Annotated[str, Field(max_length=8000)] = ""


class Understood(Answer):
    """One part of the words, and what it was taken for."""

    kind: str
    value: str
    text: str


class FoundJobs(JobList):
    """A page of jobs: how many postings match, what was understood, where it goes on.

    `alike`: of a folded list, by posting, how many postings stand behind it.
    """

    understood: list[Understood]
    next: str | None = None
    alike: dict[int, int]
    facets: dict[str, dict[str, int]]


class JobPath(BaseModel):
    """A posting's id."""

    posting_id: Id


class FairPath(BaseModel):
    """A fair's id."""

    fair_id: Id


@api.get("/jobs", responses={"200": FoundJobs}, security=[])
def search_jobs(query: JobQuery) -> Response:
    """Search published jobs; each hit is read again before it is shown."""
    actor = visitor()
    scope = Scope.marketplace() if query.everywhere else Scope.within(actor.tenant_id)
    asked = _asked(query, actor.tenant_id)
    place = opened(query.cursor, scope, asked) if query.cursor else None
    if query.cursor and place is None:
        raise CursorInvalid(field="cursor")
    offered = offered_in(actor.tenant_id) if query.facets else None
    found = find_jobs(scope, asked, place=place, offered=offered, folded=query.folded)
    with begin(actor, read_only=True) as work:
        rows = postings.load_published(work, found.ids)
    alike = found.page.alike
    return answer(
        FoundJobs(
            total=found.page.total,
            jobs=Job.all_of(rows),
            understood=_understood(asked),
            next=sealed(found.page.next, scope, asked) or None,
            alike={hit.id: alike[hit.fold] for hit in found.page.hits if hit.fold in alike},
            facets=found.counts,
        )
    )


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


def _asked(query: JobQuery, area: int) -> Asked:
    point = None
    if query.lat is not None and query.lon is not None:
        point = Near(query.lat, query.lon)
    asked = Asked(
        on=today(),
        at=now(),
        choices=_choices(query),
        point=point,
        around=query.place_code or area,
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
    )
    return worded(asked, query.q)


def _choices(query: JobQuery) -> Choices:
    return Choices(
        place=query.place_code,
        occupation=query.occupation_code,
        pay_from_fen=query.pay_from_fen,
        education=query.education,
        within_km=query.within_km,
        reserved=query.reserved,
        benefits=tuple(dict.fromkeys(query.benefits)),
        without_conditions=tuple(dict.fromkeys(query.without_conditions)),
    )


def _understood(asked: Asked) -> list[Understood]:
    chips = asked.understood.chips if asked.understood else ()
    return [Understood(kind=chip.kind, value=chip.value, text=chip.text) for chip in chips]
