"""A few people apply for the recruiter's postings, so that both sides have something to see."""

from collections.abc import Iterator

from language.places import place
from marketplace.applications import apply, list_own_applications
from marketplace.postings import PostingStatus, list_of_employer
from marketplace.seekers import add_seekers
from pes.demo.jobseekers import Jobseeker, jobseeker
from pes.demo.loading import SOURCE
from pes.demo.plan import Plan
from pes.demo.words import words
from tenants.access import Actor, Role
from tenants.consents import Purpose
from tenants.work import begin

APPLICANTS = 4  # for each posting
NEEDED = {Purpose.RECOMMENDATION, Purpose.SHARE_CARD}


def let_people_apply(plan: Plan, tenant_id: int, recruiter: Actor) -> int:
    """Let people of the town apply who have not yet; returns how many did."""
    with begin(recruiter, read_only=True) as work:
        rows = list_of_employer(
            work, recruiter.employer_id or 0, statuses=[PostingStatus.PUBLISHED]
        )
        open_now = {row.title: row.id for row in rows}
    applied = 0
    for answer in words("scenes")["answers"]:
        posting_id = open_now.get(answer["posting"])
        if posting_id is not None:
            people = _people(plan, tenant_id, set(answer["trades"]))
            applied += sum(_apply(tenant_id, posting_id, person) for person in people)
    return applied


def _people(plan: Plan, tenant_id: int, trades: set[str]) -> list[Jobseeker]:
    found: list[Jobseeker] = []
    for person in _townspeople(plan, tenant_id):
        if person.trade in trades and person.row.consents >= NEEDED and not person.row.excludes:
            found.append(person)
        if len(found) == APPLICANTS:
            break
    return found


def _townspeople(plan: Plan, tenant_id: int) -> Iterator[Jobseeker]:
    for number in range(plan.seekers_by_tenant()[tenant_id]):
        person = jobseeker(plan.seed, tenant_id, number)
        code = person.row.place_code or 0
        county = place(int(str(code)[:6]))
        if county.name.endswith("区"):
            yield person


def _apply(tenant_id: int, posting_id: int, person: Jobseeker) -> bool:
    """Apply in the person's name, unless they have applied for anything before."""
    with begin(Actor.system(tenant_id)) as work:
        outcome = add_seekers(work, SOURCE, [person.row])[0]  # finds the row by its key
    actor = Actor(tenant_id, roles=frozenset({Role.SEEKER}), seeker_id=outcome.seeker_id)
    with begin(actor) as work:
        if list_own_applications(work):
            return False
        apply(work, posting_id)
    return True
