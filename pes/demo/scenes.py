"""What the printed personas find when they sign in: an employer with postings, a person who looks
for work nearby.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from language.conditions import Condition
from language.education import Education
from language.places import counties_of, townships_of
from marketplace.employers import EmployerDetails, register_employer, verify_employer
from marketplace.groups import Group
from marketplace.postings import (
    Posting,
    PostingContent,
    PostingStatus,
    approve_posting,
    create_posting,
    list_of_employer,
    return_posting,
    submit_posting,
)
from marketplace.seekers import Hours, SeekerRow, Want
from pes.demo.artificial import identity_number, phone_number
from pes.demo.companies import EmployerKey, employer
from pes.demo.ground import centre
from pes.demo.jobseekers import Jobseeker
from pes.demo.words import words
from runtime.clock import china_date, now
from tenants.access import Actor, Role
from tenants.consents import Purpose
from tenants.work import Work, begin

S = PostingStatus
RECRUITERS = EmployerKey("property", 9000)
PERSON = 99_000  # number of the persona among the tenant's artificial people
BORN = date(1973, 5, 18)
AGREED = frozenset(Purpose) - {Purpose.IDENTITY_TO_EMPLOYER}
VALID_DAYS = 90


@dataclass(frozen=True)
class Scene:
    """A posting of the demo's recruiter and the state in which it is found."""

    content: PostingContent
    state: PostingStatus


def heroine(tenant_id: int, account_id: int) -> Jobseeker:
    """The person behind the seeker's sign-in: 52, out of work, wants days near home."""
    home = townships_of(district(tenant_id))[1]
    lat, lon = centre(home.code)
    row = SeekerRow(
        source_key="persona-seeker",
        name="周素萍",
        phone=phone_number(tenant_id, PERSON),
        id_number=identity_number(PERSON, BORN),
        wants=(Want("保洁员", "4-09-08-01"), Want("厨房帮工", "4-03-02-05")),
        place_code=home.code,
        address=f"{home.name}三组12号",
        lat=lat,
        lon=lon,
        max_km=15.0,
        min_pay_fen=250_000,
        hours=Hours.FULL_TIME,
        education=Education.JUNIOR,
        experience_years=6.0,
        skills=("玻璃清洁", "切配"),
        certificates=("健康证",),
        excludes=(Condition.NIGHT_SHIFT,),
        about="做过小区保洁和食堂帮厨，勤快，能早起。家里有老人要照顾，晚上不能上班。",
        consents=AGREED,
        account_id=account_id,
    )
    return Jobseeker("cleaner", row, (Group.EMPLOYMENT_DIFFICULTY,))


def stage_recruiter(tenant_id: int, seed: int, recruiter: Actor, reviewer: Actor) -> int:
    """Register the recruiter's employer and bring its postings to their states.

    Goes on from whatever state it finds; returns how many postings were written anew.
    """
    actor = recruiter if recruiter.employer_id else _join(tenant_id, seed, recruiter)
    with begin(actor, read_only=True) as work:
        known = {p.title: p for p in list_of_employer(work, actor.employer_id or 0)}
    written = 0
    for scene in scenes(tenant_id, china_date(now())):
        posting = known.get(scene.content.title)
        if posting is None:
            posting, written = _write(actor, scene), written + 1
        _bring(posting, scene, actor, reviewer)
    return written


def scenes(tenant_id: int, today: date) -> list[Scene]:
    """The recruiter's postings."""
    site = townships_of(district(tenant_id))[0]
    lat, lon = centre(site.code)
    base = PostingContent(
        title="",
        place_code=site.code,
        address=f"{site.name}和谐路66号",
        lat=lat,
        lon=lon,
        education_floor=Education.NONE.value,
        valid_to=today + timedelta(days=VALID_DAYS),
    )
    return [
        Scene(replace(base, **fields), S(state))
        for state, fields in ((each.pop("state"), each) for each in _written_scenes())
    ]


def district(tenant_id: int) -> int:
    """The district where the scenes play: the third of the capital, else the first there is."""
    counties = counties_of(tenant_id)
    districts = [county for county in counties if county.name.endswith("区")] or counties
    return districts[min(2, len(districts) - 1)].code


def _written_scenes() -> list[dict[str, Any]]:
    """The rows of `data/scenes.toml`, with tuples for lists as a posting's content has them."""
    return [
        {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}
        for row in words("scenes")["postings"]
    ]


def _join(tenant_id: int, seed: int, recruiter: Actor) -> Actor:
    details: EmployerDetails = employer(seed, tenant_id, RECRUITERS)
    with begin(recruiter) as work:
        employer_id = register_employer(work, details).id
    with begin(Actor.system(tenant_id)) as work:
        verify_employer(work, employer_id)
    roles = frozenset({Role.RECRUITER})
    return replace(recruiter, roles=roles, employer_id=employer_id)


def _write(recruiter: Actor, scene: Scene) -> Posting:
    with begin(recruiter) as work:
        return create_posting(work, recruiter.employer_id or 0, scene.content)


def _bring(posting: Posting, scene: Scene, recruiter: Actor, reviewer: Actor) -> None:
    """Submit and decide, from a draft on; a posting that somebody moved since is left alone."""
    if posting.status is S.DRAFT and scene.state is not S.DRAFT:
        with begin(recruiter) as work:
            posting = submit_posting(work, posting.id)
    if posting.status is S.SUBMITTED and scene.state in {S.PUBLISHED, S.RETURNED}:
        with begin(reviewer) as work:
            _decide(work, posting, scene)


def _decide(work: Work, posting: Posting, scene: Scene) -> None:
    if scene.state is S.PUBLISHED:
        approve_posting(work, posting.id)
    else:
        return_posting(work, posting.id, note=words("texts")["review"]["returned"])
