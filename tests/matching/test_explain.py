"""The account an officer gets: the same as the record, and why not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from language.conditions import Condition
from language.education import Education
from marketplace.applications import apply
from marketplace.postings import PostingNotFound, withdraw_posting
from marketplace.recommendations import find_recommendation
from marketplace.seekers import SeekerNotFound
from matching.explain import explain
from matching.settings import MOST, OWED, PER_OPENING
from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from tenants.access import Actor, Role
from tenants.audit import list_looks_at
from tenants.consents import Purpose, withdraw_consent
from tenants.settings import change_setting
from tests.make.matching import people, profile, run_cycle
from tests.make.postings import draft_posting, published_posting
from tests.world import TenantWorld


def why(world: TenantWorld, seeker: int, posting: int) -> str | None:
    answer = explain(Actor.system(world.code), seeker, posting).to_json()
    return answer.get("not_recommended_because", {}).get("code")


def test_says_what_the_record_says(tenant: TenantWorld) -> None:
    posting = published_posting(tenant, skills=("平缝", "锁边"), conditions=("dust",))
    (seeker,) = people(tenant, profile())
    run_cycle(tenant)
    with tenant.as_system() as work:
        row = find_recommendation(work, seeker, posting.id)
    assert row is not None

    answer = explain(Actor.system(tenant.code), seeker, posting.id).to_json()

    assert answer["eligible"] is True
    assert answer["scores"] == {
        "apply": row.score_apply,
        "hire": row.score_hire,
        "rank": row.score_rank,
    }
    assert [reason["code"] for reason in answer["reasons"]] == [r["code"] for r in row.reasons]
    assert [reason["code"] for reason in answer["weak"]] == [r["code"] for r in row.weak]
    assert all(reason["text"] for reason in answer["reasons"] + answer["weak"])
    assert answer["features"]["skills_overlap"] == 0.5
    assert answer["features"]["certificates_held"] is None
    assert "not_recommended_because" not in answer
    assert "failed_rule" not in answer


def test_names_the_rule_that_bars(tenant: TenantWorld) -> None:
    college = published_posting(tenant, education_floor="bachelor", conditions=("night_shift",))
    draft = draft_posting(tenant)
    (seeker,) = people(
        tenant, profile(education=Education.COLLEGE, excludes=(Condition.NIGHT_SHIFT,))
    )

    barred = explain(Actor.system(tenant.code), seeker, college.id).to_json()

    assert barred["eligible"] is False
    assert barred["failed_rule"] == "education"
    assert barred["failed_because"]["text"] == "要求本科，您登记的是大专（高职）"
    assert explain(Actor.system(tenant.code), seeker, draft.id).to_json()["failed_rule"] == "closed"


def test_says_why_an_eligible_posting_was_not_recommended(tenant: TenantWorld) -> None:
    scarce, other = (
        published_posting(tenant, openings=1),
        published_posting(tenant, title="缝纫普工"),
    )
    lucky, late = people(tenant, profile(), profile(experience_years=0.0, skills=()))
    assert why(tenant, late, scarce.id) == "no_cycle"
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)

    run_cycle(tenant)

    assert why(tenant, lucky, scarce.id) is None
    assert why(tenant, late, scarce.id) == "full"
    with frozen(now() + timedelta(days=2)):
        fresh = published_posting(tenant, title="缝纫学徒")
        assert why(tenant, lucky, fresh.id) == "new_since"
    with tenant.as_seeker(late) as work:
        apply(work, scarce.id)
    assert why(tenant, late, scarce.id) == "already_applied"
    with tenant.as_system() as work:
        withdraw_consent(work, late, Purpose.RECOMMENDATION)
    assert why(tenant, late, fresh.id) == "no_consent"
    assert other


def test_a_person_registered_after_the_last_matching_was_not_in_it(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    people(tenant, profile())
    run_cycle(tenant)
    (newcomer,) = people(tenant, profile())
    assert why(tenant, newcomer, posting.id) == "new_since"


def test_better_ones_took_the_places_on_the_list(tenant: TenantWorld) -> None:
    published_posting(tenant)
    worse = published_posting(tenant, title="保洁员", occupation_code="4-09-08-01")
    (seeker,) = people(tenant, profile())
    with tenant.as_administrator() as work:
        change_setting(work, OWED, 1)
        change_setting(work, MOST, 1)

    run_cycle(tenant)

    assert why(tenant, seeker, worse.id) == "better_ones"


def test_a_look_is_written_down_and_strangers_are_refused(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    posting = published_posting(tenant)
    (seeker,) = people(tenant, profile())

    explain(tenant.actor(Role.CASE_OFFICER), seeker, posting.id)

    with tenant.as_seeker(seeker) as work:
        (look,) = list_looks_at(work, seeker)
    assert look.actor_id == tenant.account(Role.CASE_OFFICER).id
    with pytest.raises(NotAllowed):
        explain(tenant.actor(Role.REVIEWER), seeker, posting.id)
    with pytest.raises(SeekerNotFound):
        explain(other_tenant.actor(Role.CASE_OFFICER), seeker, posting.id)
    with pytest.raises(PostingNotFound):
        explain(tenant.actor(Role.CASE_OFFICER), seeker, posting.id + 100_000)


def test_a_withdrawn_posting_is_closed(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    (seeker,) = people(tenant, profile())
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)

    assert explain(Actor.system(tenant.code), seeker, posting.id).judged.rule.code == "closed"
