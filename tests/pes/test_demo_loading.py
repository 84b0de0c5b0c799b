"""The demo through the product's verbs, on real servers: whole, again, and after a kill."""

from collections import Counter

import pytest

from marketplace.applications import list_received
from marketplace.employers import count_unverified
from marketplace.fairs import list_exhibitors, list_upcoming_fairs
from marketplace.groups import Group, groups_of
from marketplace.postings import count_by_status, list_of_employer, review_queue
from marketplace.seekers import count_seekers, own_profile
from pes.demo import Plan, run_demo
from pes.demo.staff import PERSONAS
from pes.logins import read_logins
from runtime.clock import today
from search.relay import relay_batch
from tenants.access import Actor, Role
from tenants.registry import list_tenants
from tenants.sessions import sign_in
from tenants.work import begin
from tests.databases import own_database

PLAN = Plan(tenants=2, postings=150, seekers=240, seed=5)


def silent(stage: str, done: int, whole: int) -> None:
    """Report to nobody."""


@pytest.fixture(scope="module")
def loaded(servers):
    """The demo, loaded once, after a first run that was killed between two blocks.

    In a database of its own: its tenants have the codes that browser stories use too.
    """
    stages = Counter()

    def kill(stage, done, whole):
        stages[stage] += 1
        if stages["postings"] == 3:
            raise KeyboardInterrupt

    with own_database(servers):
        with pytest.raises(KeyboardInterrupt):
            run_demo(PLAN, kill)
        yield run_demo(PLAN, silent)


def counted(tenant_id):
    with begin(Actor.system(tenant_id)) as work:
        return count_by_status(work), count_seekers(work)


def test_everything_is_there_once(loaded):
    postings = sum(sum(counted(t)[0].values()) for t in PLAN.tenant_ids)
    seekers = sum(counted(t)[1] for t in PLAN.tenant_ids)
    assert postings == PLAN.postings + 2 * 7
    assert seekers == PLAN.seekers + 2


def test_a_second_run_changes_nothing(loaded):
    before = [counted(tenant_id) for tenant_id in PLAN.tenant_ids]
    again = run_demo(PLAN, silent).answer()
    assert [counted(tenant_id) for tenant_id in PLAN.tenant_ids] == before
    assert again["postings"]["unchanged"] == PLAN.postings
    assert again["seekers"]["unchanged"] == PLAN.seekers + 2
    for name in ("created", "changed", "published"):
        assert again["postings"][name] == 0
    for name in ("employers", "in_groups", "applications", "fairs", "indexed"):
        assert again[name] == 0


def test_province_and_prefectures_are_registered(loaded):
    known = {tenant.id: tenant.short_name for tenant in list_tenants(None)}
    assert known[430000] == "湖南"
    assert known[430100] == "长沙"


def test_nothing_is_left_in_the_outbox(loaded):
    assert all(relay_batch(tenant_id) == 0 for tenant_id in PLAN.tenant_ids)


def test_every_persona_signs_in(loaded):
    logins = read_logins()
    assert {(each.persona, each.tenant) for each in logins} == {
        (persona, str(tenant_id)) for persona in PERSONAS for tenant_id in (430100, 430200)
    }
    for each in logins:
        signed = sign_in(each.user, each.password, "127.0.0.1", int(each.tenant))
        assert signed.actor.tenant_id == int(each.tenant)
        assert signed.actor.roles
        assert signed.display_name


def test_the_analyst_also_works_for_the_province(loaded):
    login = next(each for each in read_logins() if each.persona == "province_analyst")
    assert sign_in(login.user, login.password, "127.0.0.1").tenant_ids == (430000, 430100)


def test_the_recruiter_finds_postings_in_every_state(loaded):
    login = next(each for each in read_logins() if each.persona == "recruiter")
    actor = sign_in(login.user, login.password, "127.0.0.1").actor
    with begin(actor) as work:
        states = Counter(p.status.value for p in list_of_employer(work, actor.employer_id))
    assert states == {"published": 4, "submitted": 1, "returned": 1, "draft": 1}


def test_the_seeker_is_registered_and_in_a_group(loaded):
    login = next(each for each in read_logins() if each.persona == "seeker")
    actor = sign_in(login.user, login.password, "127.0.0.1").actor
    assert actor.roles == {Role.SEEKER}
    with begin(actor) as work:
        assert own_profile(work).wants[0].title_text == "保洁员"
    with begin(Actor.system(430100)) as work:
        assert (
            Group.EMPLOYMENT_DIFFICULTY
            in groups_of(work, [actor.seeker_id], today())[actor.seeker_id]
        )


def test_reviewers_have_work_some_of_it_overdue(loaded):
    with begin(Actor.system(430100)) as work:
        queue = review_queue(work)
        assert count_unverified(work) == 0
    assert len(queue) > 3
    assert any(item.overdue for item in queue)
    assert not all(item.overdue for item in queue)


def test_an_announced_fair_has_exhibitors(loaded):
    with begin(Actor.system(430100)) as work:
        (fair,) = list_upcoming_fairs(work)
        assert fair.title.startswith("长沙")
        assert len(list_exhibitors(work, fair.id)) > 5


def test_the_recruiter_has_applicants(loaded):
    login = next(each for each in read_logins() if each.persona == "recruiter")
    actor = sign_in(login.user, login.password, "127.0.0.1").actor
    with begin(actor) as work:
        postings = list_of_employer(work, actor.employer_id)
        assert sum(len(list_received(work, posting.id)) for posting in postings) > 0
