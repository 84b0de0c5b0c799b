"""Pages for everyone: the front, the job list over the index, fairs, guides."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BeforeValidator, Field

from language.occupations import occupation, plain_name
from language.places import UnknownPlaceError, counties_of, place
from marketplace import fairs, postings, seekers
from marketplace.postings import PublishedPosting
from marketplace.seekers import SeekerNotFound
from runtime.clock import today
from runtime.messages import N_
from search.client import SearchUnavailable
from search.criteria import Near, PostingCriteria, Sort
from search.execution import Hits, Scope, execute
from search.queries import postings_query
from search.vectors import query_vector
from tenants.access import Actor
from tenants.work import Work, begin
from web.edge import parse, respond, visitor
from web.forms import FenFromYuan, Form, WholeNumber
from web.job_cards import Point, job_cards
from web.translate import gettext

bp = Blueprint("public", __name__)
PAGE = 20
DEEPEST_PAGE = 100
LONGEST_WORDS = 100
EXAMPLES = (N_("缝纫工"), N_("叉车司机 包吃住"), N_("会计 双休"))
SORTS = ((Sort.RELEVANCE, N_("最相关")), (Sort.NEWEST, N_("最新")), (Sort.NEAREST, N_("离我最近")))
DISTANCES = (5, 10, 20, 50)


def _shortened(words: str) -> str:
    """Cut what is longer than the search box takes: it comes of a pasted text or a link."""
    return words[:LONGEST_WORDS]


class JobSearch(Form):
    """What a person looks for. Everything may be left out."""

    q: Annotated[str, BeforeValidator(_shortened)] = ""
    place: Annotated[WholeNumber | None, Field(title=N_("区县"))] = None
    occupation: Annotated[str, Field(title=N_("工种"), max_length=12)] = ""
    pay_from: Annotated[FenFromYuan | None, Field(title=N_("每月至少"))] = None
    within_km: Annotated[WholeNumber | None, Field(title=N_("距离"), ge=1, le=500)] = None
    everywhere: bool = False
    sort: Sort = Sort.RELEVANCE
    page: Annotated[WholeNumber, Field(ge=1, le=DEEPEST_PAGE)] = 1


@bp.get("/")
def home() -> Response:
    """Show the front: a search box, the newest jobs, fairs, doors for groups."""
    actor = visitor()
    with begin(actor, read_only=True) as work:
        newest = postings.list_newest_published(work, limit=6)
        upcoming = fairs.list_upcoming_fairs(work, limit=3)
        near = _home_of(work, actor)
    return respond(
        "public/home.html", jobs=job_cards(newest, near), fairs=upcoming, examples=EXAMPLES
    )


@bp.get("/jobs")
def jobs() -> Response:
    """List jobs for the words, place, occupation, pay and distance asked for."""
    asked, actor = parse(JobSearch, page="public.jobs"), visitor()
    with begin(actor, read_only=True) as work:
        own = _home_of(work, actor)
    near = own or _middle_of(asked.place or actor.tenant_id)
    found, away = _search(asked, actor, near)
    with begin(actor, read_only=True) as work:
        rows = _rows(work, found, asked.page)
    total = found.total if found else len(rows)
    return respond(
        "public/jobs.html",
        block="results",
        asked=asked,
        away=away,
        jobs=job_cards(rows, own or (near if asked.place or asked.within_km else None)),
        total=total,
        pages=min(DEEPEST_PAGE, -(-total // PAGE)),
        facets=_facets(actor.tenant_id),
        occupation_name=_occupation_name(asked.occupation),
        has_home=own is not None,
    )


@bp.get("/fairs")
def fair_list() -> Response:
    """List announced fairs."""
    with begin(visitor(), read_only=True) as work:
        upcoming = fairs.list_upcoming_fairs(work, limit=50)
    return respond("public/fairs.html", fairs=upcoming)


@bp.get("/fairs/<int:fair_id>")
def fair(fair_id: int) -> Response:
    """Show one announced fair: when, where, who comes with which jobs."""
    with begin(visitor(), read_only=True) as work:
        found = fairs.find_announced_fair(work, fair_id)
        exhibitors = fairs.list_exhibitors(work, fair_id)
    return respond("public/fair.html", fair=found, exhibitors=exhibitors)


@bp.get("/guide")
def guide() -> Response:
    """Say what the service does, for whom, and how."""
    return respond("public/guide.html")


@bp.get("/privacy")
def privacy() -> Response:
    """Say what is kept, who sees it, how recommendations are made, how to switch them off (N4)."""
    return respond("public/privacy.html")


def _facets(area: int) -> dict[str, list[tuple[str, str, None]]]:
    """Return the choices of each facet as (value, text, no count)."""
    counties = [(str(row.code), row.name, None) for row in counties_of(area)]
    distances = [(str(km), gettext("%(km)d 公里以内", km=km), None) for km in DISTANCES]
    return {
        "place": [("", gettext("全市"), None), *counties],
        "within_km": [("", gettext("不限"), None), *distances],
        "sort": [(sort.value, gettext(text), None) for sort, text in SORTS],
    }


def _search(asked: JobSearch, actor: Actor, near: Point | None) -> tuple[Hits | None, bool]:
    """Return hits and whether the index is away; None where nothing was asked of it."""
    scope = Scope.marketplace() if asked.everywhere else Scope.within(actor.tenant_id)
    try:
        return execute(scope, postings_query(_criteria(asked, near))), False
    except SearchUnavailable:
        return None, True


def _criteria(asked: JobSearch, near: Point | None) -> PostingCriteria:
    return PostingCriteria(
        on=today(),
        words=asked.q,
        vector=query_vector(asked.q) if asked.q else None,
        place_code=asked.place,
        occupation_code=asked.occupation or None,
        pay_from_fen=asked.pay_from,
        near=Near(*near, within_km=asked.within_km) if near else None,
        sort=asked.sort if asked.q or asked.sort is not Sort.RELEVANCE else Sort.NEWEST,
        offset=(asked.page - 1) * PAGE,
        limit=PAGE,
    )


def _rows(work: Work, found: Hits | None, page: int) -> list[PublishedPosting]:
    """Read hits again under row-level security; without the index list the newest."""
    if found is None:
        return postings.list_newest_published(work, limit=PAGE, offset=(page - 1) * PAGE)
    return postings.load_published(work, found.ids)


def _home_of(work: Work, actor: Actor) -> Point | None:
    if actor.seeker_id is None:
        return None
    try:
        person = seekers.access_own(work)
    except SeekerNotFound:
        return None
    if person.lat is None or person.lon is None:
        return None
    return person.lat, person.lon


def _middle_of(code: int) -> Point | None:
    try:
        found = place(code)
    except UnknownPlaceError:
        return None
    return found.lat, found.lon


def _occupation_name(code: str) -> str:
    try:
        occupation(code)
    except LookupError:
        return ""
    return plain_name(code)
