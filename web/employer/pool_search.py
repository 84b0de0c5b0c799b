"""What an employer asks of the pool, and where the search for it begins."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from language.education import Education
from language.places import UnknownPlaceError, counties_of, place
from marketplace import pool
from marketplace.employers import Employer
from marketplace.postings import Posting, PostingNotFound
from marketplace.seekers import Hours
from matching.fitting import ranked_for_posting
from runtime.clock import today
from runtime.messages import N_
from search.criteria import Near
from search.pool import PoolCriteria, PoolHits, search_pool
from search.vectors import query_vector
from tenants.work import Work
from web.forms import Form, WholeNumber

PAGE, DEEPEST_PAGE = 10, 20
RANKED = 150
"""People whom matching puts in order for a posting."""
LONGEST_WORDS, LONGEST_ITEM = 100, 60
DISTANCES = (5, 10, 20, 50)
"""Few and round: the edge of a freely chosen circle would find a home."""


def _shortened(words: str) -> str:
    return words[:LONGEST_WORDS]


class PoolSearch(Form):
    """What an employer looks for. Everything may be left out."""

    q: Annotated[str, BeforeValidator(_shortened)] = ""
    posting: Annotated[WholeNumber | None, Field(title=N_("岗位"))] = None
    like: bool = False
    occupation: Annotated[str, Field(title=N_("工种"), max_length=12)] = ""
    place: Annotated[WholeNumber | None, Field(title=N_("区县"))] = None
    education: Annotated[Education | None, Field(title=N_("学历"))] = None
    years: Annotated[WholeNumber | None, Field(title=N_("工作年限"), ge=0, le=50)] = None
    hours: Annotated[Hours | None, Field(title=N_("工作时间"))] = None
    skill: Annotated[str, Field(title=N_("技能"), max_length=LONGEST_ITEM)] = ""
    certificate: Annotated[str, Field(title=N_("证书"), max_length=LONGEST_ITEM)] = ""
    within_km: Annotated[WholeNumber | None, Field(title=N_("距离"), ge=1, le=500)] = None
    subsidised: bool = False
    nearest: bool = False
    page: Annotated[WholeNumber, Field(ge=1, le=DEEPEST_PAGE)] = 1

    @property
    def fitting(self) -> bool:
        """Whether people are put in order by how they fit the posting, not by words."""
        return self.posting is not None and not self.q and not self.like


@dataclass(frozen=True)
class Start:
    """What a search starts from, read before the index is asked."""

    employer: Employer
    postings: list[Posting]
    posting: Posting | None
    reach: pool.Reach
    model: pool.Model | None


def start_of(work: Work, asked: PoolSearch) -> Start:
    """Read whom the search may find and what it is about. Raises PostingNotFound."""
    postings = pool.open_postings_of(work)
    chosen = [row for row in postings if row.id == asked.posting]
    if asked.posting is not None and not chosen:
        raise PostingNotFound
    return Start(
        employer=pool.pool_employer(work),
        postings=postings,
        posting=chosen[0] if chosen else None,
        reach=pool.reach_of(work, subsidised=asked.subsidised),
        model=pool.hired_model(work) if asked.like else None,
    )


def search(tenant_id: int, asked: PoolSearch, start: Start) -> PoolHits:
    """Ask the index, and matching where people are to fit a posting. Raises SearchUnavailable."""
    found = search_pool(tenant_id, criteria_of(tenant_id, asked, start))
    if not asked.fitting or start.posting is None or asked.nearest:
        return found
    ranked = ranked_for_posting(tenant_id, start.posting.id, found.ids, today())
    first = (asked.page - 1) * PAGE
    return PoolHits(tuple(ranked[first : first + PAGE]), len(ranked), found.facets)


def criteria_of(tenant_id: int, asked: PoolSearch, start: Start) -> PoolCriteria:
    """Return what the index is asked: only for what cards tell."""
    model = _model(asked, start)
    ranked = asked.fitting and not asked.nearest
    return PoolCriteria(
        words=asked.q,
        occupation_code=asked.occupation or None,
        place_code=asked.place,
        education=asked.education,
        experience_years=asked.years,
        hours=asked.hours,
        skills=(asked.skill,) if asked.skill else (),
        certificates=(asked.certificate,) if asked.certificate else (),
        near=_near(tenant_id, asked, start),
        hidden=start.reach.hidden,
        only=start.reach.subsidised if asked.subsidised else None,
        vector=query_vector(model.text) if model and model.text else None,
        occupations=model.occupations if model else (),
        nearest_first=asked.nearest,
        counties=tuple(county.code for county in counties_of(tenant_id)),
        offset=0 if ranked else (asked.page - 1) * PAGE,
        limit=RANKED if ranked else PAGE,
    )


def _model(asked: PoolSearch, start: Start) -> pool.Model | None:
    """Return what people are to be like: those who were hired, or those whom a posting asks for."""
    if asked.like:
        return start.model
    if not asked.fitting or start.posting is None:
        return None
    posting = start.posting
    codes = (posting.occupation_code,) if posting.occupation_code else ()
    return pool.Model(codes, " ".join([posting.title, *posting.skills]))


def _near(tenant_id: int, asked: PoolSearch, start: Start) -> Near | None:
    """Measure from the workplace, else from where the employer is, else from the town hall."""
    within = asked.within_km if asked.within_km in DISTANCES else None
    posting = start.posting
    if posting is not None and posting.lat is not None and posting.lon is not None:
        return Near(posting.lat, posting.lon, within)
    if within is None and not asked.nearest:
        return None
    for code in (start.employer.place_code, tenant_id):
        try:
            found = place(code or 0)
        except UnknownPlaceError:
            continue
        return Near(found.lat, found.lon, within)
    return None
