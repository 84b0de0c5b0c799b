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
    wanted = {row["posting"]: row["trades"] for row in words("scenes")["answers"]}
    applied = 0
    for title, people in _applicants(plan, tenant_id, wanted).items():
        if title in open_now:
            applied += sum(_apply(tenant_id, open_now[title], person) for person in people)
    return applied


def _applicants(
    plan: Plan, tenant_id: int, wanted: dict[str, list[str]]
) -> dict[str, list[Jobseeker]]:
    """The first people of the town who look for the work of each posting and may be shown."""
    found: dict[str, list[Jobseeker]] = {title: [] for title in wanted}
    for person in _townspeople(plan, tenant_id):
        open_to = [t for t, trades in wanted.items() if person.trade in trades]
        title = next((t for t in open_to if len(found[t]) < APPLICANTS), None)
        if title and person.row.consents >= NEEDED and not person.row.excludes:
            found[title].append(person)
        if all(len(people) == APPLICANTS for people in found.values()):
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
