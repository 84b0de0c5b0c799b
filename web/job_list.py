"""The job list for everyone: words understood, choices with counts, page after page."""

from dataclasses import dataclass
from typing import Any

from flask import Response

from language.queries import suggest
from marketplace import postings
from marketplace.postings import PublishedPosting
from search.client import SearchUnavailable
from search.execution import Scope, ViewExpired
from search.jobs.asked import Asked
from search.jobs.facets import Counts
from search.jobs.pages import DEEPEST, Place
from search.jobs.relaxing import Relaxation, relaxations
from search.jobs.searching import Found, search_jobs
from search.terms import words
from tenants.work import Work, begin
from web.edge import parse, respond, visitor, wants_fragment
from web.highlights import excerpt
from web.job_cards import JobCard, job_cards
from web.job_choices import chosen_chips, facets, kept_choices, understood_chips, ways_out
from web.job_cursor import opened, sealed
from web.job_search import PAGE, JobSearch, asked_of, home_of, middle_of, offered_in, scope_of
from web.public import bp
from web.templating import with_query

SUGGESTED = 3


@dataclass(frozen=True)
class Listed:
    """What the index answered: None where it is away. `restarted`: not from where one was."""

    found: Found | None
    ways_out: tuple[Relaxation, ...] = ()
    restarted: bool = False


@bp.get("/jobs")
def jobs() -> Response:
    """List jobs for the words and choices asked for."""
    form, actor = parse(JobSearch, page="public.jobs"), visitor()
    with begin(actor, read_only=True) as work:
        own = home_of(work, actor)
    near = own or middle_of(form.place or actor.tenant_id)
    asked, scope = asked_of(form, near, actor.tenant_id), scope_of(form, actor)
    listed = _list(form, asked, scope, actor.tenant_id)
    with begin(actor, read_only=True) as work:
        rows = _rows(work, listed.found, form.page)
    cards = job_cards(rows, own or (near if form.place or form.within_km else None))
    return respond(
        "public/jobs.html",
        block="results",
        fragment=wants_fragment(),
        asked=form,
        away=listed.found is None,
        restarted=listed.restarted,
        too_deep=asked.offset >= DEEPEST and not form.after,
        jobs=_shown(cards, asked, listed.found),
        facets=facets(form, actor.tenant_id, _counts(listed), at_home=own is not None),
        kept=kept_choices(form),
        chosen=chosen_chips(form),
        understood=understood_chips(form, asked.understood),
        corrected=_corrections(form, asked),
        ways_out=ways_out(form, listed.ways_out),
        **_turning(listed.found, scope, asked, len(rows)),
    )


def _counts(listed: Listed) -> Counts | None:
    return listed.found.counts if listed.found else None


def _list(form: JobSearch, asked: Asked, scope: Scope, area: int) -> Listed:
    """Ask the index; an address that leads nowhere any more leads to the first page."""
    try:
        place = opened(form.after, scope, asked) if form.after else None
        found, lost = _search(form, asked, scope, area, place)
        dropped = found.counts["dropped"]
        out = () if found.page.total else tuple(relaxations(scope, asked, form.q, dropped))
    except SearchUnavailable:
        return Listed(None)
    return Listed(found, out, restarted=lost or (bool(form.after) and place is None))


def _search(
    form: JobSearch, asked: Asked, scope: Scope, area: int, place: Place | None
) -> tuple[Found, bool]:
    offered = offered_in(area)
    try:
        return search_jobs(scope, asked, place=place, offered=offered, number=form.page), False
    except ViewExpired:
        return search_jobs(scope, asked, offered=offered), True


def _turning(found: Found | None, scope: Scope, asked: Asked, shown: int) -> dict[str, Any]:
    """How many there are, and the addresses of the pages before and after."""
    if found is None:
        return {"total": shown, "number": 1, "onward": "", "back": "", "first": ""}
    page = found.page
    onward, back = sealed(page.next, scope, asked), sealed(page.previous, scope, asked)
    first = with_query({"page": None, "after": None}) if page.number > 1 else ""
    return {
        "total": page.total,
        "number": page.number,
        "onward": with_query({"page": None, "after": onward}) if onward else "",
        "back": with_query({"page": None, "after": back}) if back else first,
        "first": first,
    }


@dataclass(frozen=True)
class Shown:
    """A card of the list: where the words of the search stand in it, how many are alike."""

    card: JobCard
    excerpt: str
    more_alike: int


def _shown(cards: list[JobCard], asked: Asked, found: Found | None) -> list[Shown]:
    looked_for = _looked_for(asked)
    alike = _alike(found)
    return [
        Shown(
            card,
            excerpt((card.posting.duties, card.posting.requirements), looked_for),
            alike.get(card.posting.posting_id, 1) - 1,
        )
        for card in cards
    ]


def _looked_for(asked: Asked) -> list[str]:
    """The words of the search, as typed and as cut, and what they were corrected to."""
    understood = asked.understood
    if understood is None:
        return []
    meant = [each.term for each in understood.corrected]
    wishes = [part for chip in understood.chips for part in chip.text.split()]
    return [*understood.literal.split(), *words(understood.words).split(), *wishes, *meant]


def _alike(found: Found | None) -> dict[int, int]:
    if found is None:
        return {}
    return {hit.id: found.page.alike.get(hit.fold or "", 1) for hit in found.page.hits}


def _corrections(form: JobSearch, asked: Asked) -> list[dict[str, str]]:
    """What the words may have been meant to be, each with the address of that search."""
    found = asked.understood.corrected if asked.understood else ()
    found = (found or suggest(form.q))[:SUGGESTED]
    return [
        {"text": each.text, "href": with_query({"q": each.text, "page": None, "after": None})}
        for each in found
    ]


def _rows(work: Work, found: Found | None, page: int) -> list[PublishedPosting]:
    """Read hits again under row-level security; without the index list the newest."""
    if found is None:
        return postings.list_newest_published(work, limit=PAGE, offset=(page - 1) * PAGE)
    return postings.load_published(work, found.ids)
