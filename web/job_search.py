"""What a person asks of the job list, as its address says it, and what is asked of the index."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from language.conditions import Condition
from language.education import Education
from language.places import UnknownPlaceError, counties_of, place
from marketplace import seekers
from marketplace.postings import Reserved
from marketplace.seekers import SeekerNotFound
from runtime.clock import now, today
from runtime.messages import N_
from search.criteria import Near, Sort
from search.execution import Scope
from search.jobs import Asked, Choices
from search.jobs.asking import worded
from search.jobs.facets import Offered
from tenants.access import Actor
from tenants.work import Work
from web.forms import FenFromYuan, Form, WholeNumber
from web.job_cards import Point

PAGE = 20
LONGEST_WORDS = 100
MOST_NAMED = 30


def _shortened(words: object) -> object:
    """Cut what is longer than the search box takes: it comes of a pasted text or a link."""
    return words[:LONGEST_WORDS] if isinstance(words, str) else words


class JobSearch(Form):
    """What a person looks for. Everything may be left out."""

    q: Annotated[str, BeforeValidator(_shortened)] = ""
    place: Annotated[WholeNumber | None, Field(title=N_("区县"), ge=0)] = None
    occupation: Annotated[str, Field(title=N_("工种"), max_length=12)] = ""
    pay_from: Annotated[FenFromYuan | None, Field(title=N_("每月至少"))] = None
    education: Annotated[Education | None, Field(title=N_("我的学历"))] = None
    benefit: Annotated[tuple[str, ...], Field(title=N_("福利"), max_length=MOST_NAMED)] = ()
    without: Annotated[tuple[Condition, ...], Field(title=N_("不要"), max_length=MOST_NAMED)] = ()
    reserved: Annotated[Reserved | None, Field(title=N_("面向谁"))] = None
    within_km: Annotated[WholeNumber | None, Field(title=N_("距离"), ge=1, le=500)] = None
    everywhere: bool = False
    sort: Annotated[Sort, Field(title=N_("排序"))] = Sort.RELEVANCE
    page: Annotated[WholeNumber, Field(title=N_("页码"), ge=1)] = 1
    after: str = ""

    @property
    def choices(self) -> Choices:
        """What was chosen beside the words."""
        return Choices(
            place=self.place,
            occupation=self.occupation or None,
            pay_from_fen=self.pay_from if self.pay_from and self.pay_from > 0 else None,
            education=self.education,
            within_km=self.within_km,
            reserved=self.reserved.value if self.reserved else None,
            benefits=tuple(dict.fromkeys(self.benefit)),
            without_conditions=tuple(dict.fromkeys(each.value for each in self.without)),
        )

    @property
    def order(self) -> Sort:
        """The order asked for; without words to compare with, the newest first."""
        return self.sort if self.q or self.sort is not Sort.RELEVANCE else Sort.NEWEST


FIELD_OF_CHOICE = {
    "pay_from_fen": "pay_from",
    "benefits": "benefit",
    "without_conditions": "without",
}
"""Fields of the address that are called otherwise than the choice they make."""


def asked_of(form: JobSearch, point: Point | None, area: int | None = None) -> Asked:
    """Return what is asked of the index by somebody who looks at a region."""
    asked = Asked(
        on=today(),
        at=now(),
        choices=form.choices,
        point=Near(*point) if point else None,
        around=form.place or area,
        sort=form.order,
        offset=(form.page - 1) * PAGE,
        limit=PAGE,
    )
    return worded(asked, form.q)


def scope_of(form: JobSearch, actor: Actor) -> Scope:
    """Return whose postings are looked through: the visitor's region, or all."""
    return Scope.marketplace() if form.everywhere else Scope.within(actor.tenant_id)


def offered_in(area: int) -> Offered:
    """Return the options of the list in a region."""
    return Offered(places=tuple(county.code for county in counties_of(area)))


def home_of(work: Work, actor: Actor) -> Point | None:
    """Return where the person who looks lives, if that is known."""
    if actor.seeker_id is None:
        return None
    try:
        person = seekers.access_own(work)
    except SeekerNotFound:
        return None
    if person.lat is None or person.lon is None:
        return None
    return person.lat, person.lon


def middle_of(code: int) -> Point | None:
    """Return the middle of a division, if it is one."""
    try:
        found = place(code)
    except UnknownPlaceError:
        return None
    return found.lat, found.lon
