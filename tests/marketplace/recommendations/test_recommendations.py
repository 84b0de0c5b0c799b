"""What was recommended: recorded once, shown while it holds, never going back."""

import pytest

from marketplace.applications import (
    Reason,
    invite,
    not_for_me,
    show_interest,
    undo_not_for_me,
)
from marketplace.postings import withdraw_posting
from marketplace.recommendations import (
    CycleResult,
    RecommendationNotFound,
    RecommendationState,
    already_recommended,
    export_recommendations,
    finish_push,
    follow_answers,
    list_for_posting,
    list_of_seeker,
    list_today,
    mark_answered,
    mark_opened,
    open_push,
    record_recommendations,
)
from runtime.errors import NotAllowed, NotFound
from tests.make.postings import published_posting
from tests.make.recommendations import finished_cycle, new_recommendation, person, recommended
from tests.world import TenantWorld

S = RecommendationState


def test_recording_twice_keeps_one_row(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    cycle_id = finished_cycle(tenant, [(seeker.id, posting.id)])
    with tenant.as_system() as work:
        again = record_recommendations(work, cycle_id, [new_recommendation(seeker.id, posting.id)])
        assert again == 0
        assert already_recommended(work) == {(seeker.id, posting.id)}


def test_a_closed_posting_is_gone_from_the_list_at_once(tenant: TenantWorld) -> None:
    seeker = person(tenant)
    first, second = published_posting(tenant), published_posting(tenant, title="裁剪工")
    recommended(tenant, seeker.id, first.id, second.id)
    with tenant.as_seeker(seeker.id) as work:
        assert [row.posting.title for row in list_today(work, seeker.id)] == ["缝纫工", "裁剪工"]
    with tenant.as_recruiter() as work:
        withdraw_posting(work, first.id)
    with tenant.as_seeker(seeker.id) as work:
        assert [row.posting.title for row in list_today(work, seeker.id)] == ["裁剪工"]


def test_what_was_declined_is_not_shown_again(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    recommended(tenant, seeker.id, posting.id)
    finished_cycle(tenant, [(seeker.id, posting.id)])
    with tenant.as_seeker(seeker.id) as work:
        assert len(list_today(work, seeker.id)) == 1
        not_for_me(work, posting.id, Reason.TOO_FAR)
        assert list_today(work, seeker.id) == []


def test_recommendations_follow_the_answers_and_their_end(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    recommended(tenant, seeker.id, posting.id)

    def state() -> RecommendationState:
        with tenant.as_system() as work:
            follow_answers(work, seeker.id, posting.id)
            return list_of_seeker(work, seeker.id)[0].state

    with tenant.as_seeker(seeker.id) as work:
        not_for_me(work, posting.id, Reason.TOO_FAR)
    assert state() is S.NOT_FOR_ME
    with tenant.as_seeker(seeker.id) as work:
        undo_not_for_me(work, posting.id)
    assert state() is S.OPENED
    with tenant.as_seeker(seeker.id) as work:
        show_interest(work, posting.id)
    assert state() is S.INTERESTED
    with tenant.as_recruiter() as work:
        invite(work, posting.id, seeker.id)
    assert state() is S.INVITED


def test_states_never_go_back(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    row = recommended(tenant, seeker.id, posting.id)[0]
    with tenant.as_system() as work:
        mark_answered(work, seeker.id, posting.id, S.INVITED)
        assert mark_answered(work, seeker.id, posting.id, S.INTERESTED) == 0
    with tenant.as_seeker(seeker.id) as work:
        opened = mark_opened(work, row.id)
        assert opened.state is S.INVITED
        assert opened.opened_at is not None


def test_a_strangers_recommendation_is_as_absent(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    seeker, stranger, posting = person(tenant), person(tenant), published_posting(tenant)
    row = recommended(tenant, seeker.id, posting.id)[0]
    with pytest.raises(RecommendationNotFound), tenant.as_seeker(stranger.id) as work:
        mark_opened(work, row.id)
    with pytest.raises(RecommendationNotFound), other_tenant.as_officer() as work:
        mark_opened(work, row.id)
    with pytest.raises(NotAllowed), tenant.as_seeker(stranger.id) as work:
        list_today(work, seeker.id)


def test_candidates_are_shown_to_the_postings_employer_only(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    recommended(tenant, seeker.id, posting.id)
    with tenant.as_recruiter() as work:
        assert [row.seeker_id for row in list_for_posting(work, posting.id)] == [seeker.id]
    with pytest.raises(NotFound), tenant.as_recruiter(employer_id=999_999_999) as work:
        list_for_posting(work, posting.id)
    with pytest.raises(NotFound), other_tenant.as_recruiter() as work:
        list_for_posting(work, posting.id)
    with pytest.raises(NotAllowed), tenant.as_seeker(seeker.id) as work:
        list_for_posting(work, posting.id)


def test_the_same_cause_is_pushed_once_and_known_pairs_stay_out(tenant: TenantWorld) -> None:
    seeker, old, new = person(tenant), published_posting(tenant), published_posting(tenant)
    finished_cycle(tenant, [(seeker.id, old.id)])
    rows = [new_recommendation(seeker.id, old.id), new_recommendation(seeker.id, new.id)]
    with tenant.as_system() as work:
        cycle = open_push(work, "posting:1")
        assert cycle is not None
        count = record_recommendations(work, cycle.id, rows, skip_known=True)
        finish_push(work, cycle, CycleResult({"recommendations": count}, {}, {}, {}))
        assert count == 1
    with tenant.as_system() as work:
        assert open_push(work, "posting:1") is None


def test_the_export_speaks_the_contracts_form(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    cycle_id = finished_cycle(tenant, [(seeker.id, posting.id)])
    with tenant.as_administrator() as work:
        rows = list(export_recommendations(work, cycle_id))
    assert rows[0]["cycle"] == cycle_id
    assert rows[0]["scores"] == {"apply": 0.5, "hire": 0.4, "rank": 0.2}
    assert rows[0]["reasons"][0]["code"] == "near_home"
    assert rows[0]["state"] == "recorded"
