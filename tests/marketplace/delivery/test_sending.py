"""Sending: each message once, nothing without consent, in quiet hours, over the cap."""

from datetime import timedelta
from pathlib import Path

import pytest

from marketplace.applications import Reason, not_for_me
from marketplace.delivery import (
    GatewayCode,
    MessageNotParked,
    MessageState,
    claim_due,
    count_unread,
    hand_over,
    list_inbox,
    list_parked_messages,
    read_message,
    record_handed_over,
    retry_message,
    tell_recommended,
)
from marketplace.postings import withdraw_posting
from marketplace.recommendations import RecommendationState, list_of_seeker
from marketplace.seekers import disagree
from runtime.clock import frozen
from runtime.errors import NotAllowed, NotFound
from tenants.consents import Purpose
from tests.make.delivery import NOON, at, gateway, inbox, send_all, sms, told
from tests.make.postings import published_posting
from tests.make.recommendations import finished_cycle, person
from tests.make.seekers import next_phone
from tests.world import TenantWorld

S = MessageState


def test_people_are_told_once_however_often_the_event_comes(
    tenant: TenantWorld, tmp_path: Path
) -> None:
    with frozen(NOON):
        seeker, posting = person(tenant), published_posting(tenant)
        first = told(tenant, seeker.id, posting.id)
        with tenant.as_system() as work:
            tell_recommended(work, first.cycle_id)
        assert len(inbox(tenant, seeker.id)) == 1
        out = gateway(tmp_path)
        assert send_all(tenant, out) == 1
        assert send_all(tenant, out) == 0
    with tenant.as_seeker(seeker.id) as work:
        assert list_of_seeker(work, seeker.id)[0].state is RecommendationState.DELIVERED
    assert [message.state for message in sms(tenant, seeker.id)] == [S.SENT]
    (sent,) = out.sent()
    assert "缝纫工" in sent["text"]
    assert "回复1" in sent["text"]


def test_rows_hold_no_number_and_no_name(tenant: TenantWorld, tmp_path: Path) -> None:
    phone = next_phone()
    with frozen(NOON):
        seeker = person(tenant, phone=phone)
        told(tenant, seeker.id, published_posting(tenant).id)
        send_all(tenant, gateway(tmp_path))
    for message in [*inbox(tenant, seeker.id), *sms(tenant, seeker.id)]:
        content = f"{message.text} {message.params} {message.idempotency_key}"
        assert phone not in content
        assert "张小满" not in content


def test_without_consent_to_recommendations_nobody_is_told(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker = person(tenant, agreed=[Purpose.SMS])
        told(tenant, seeker.id, published_posting(tenant).id)
    assert inbox(tenant, seeker.id) == []
    assert sms(tenant, seeker.id) == []


def test_consent_taken_back_before_sending_is_obeyed(tenant: TenantWorld, tmp_path: Path) -> None:
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        with tenant.as_seeker(seeker.id) as work:
            disagree(work, Purpose.SMS)
        assert send_all(tenant, gateway(tmp_path)) == 0
    (message,) = sms(tenant, seeker.id)
    assert (message.state, message.reason) == (S.SUPPRESSED, "no_consent")


def test_a_posting_that_was_closed_or_declined_is_not_sent(
    tenant: TenantWorld, tmp_path: Path
) -> None:
    with frozen(NOON):
        one, two = person(tenant), person(tenant)
        closed, declined = published_posting(tenant), published_posting(tenant)
        told(tenant, one.id, closed.id)
        told(tenant, two.id, declined.id)
        with tenant.as_recruiter() as work:
            withdraw_posting(work, closed.id)
        with tenant.as_seeker(two.id) as work:
            not_for_me(work, declined.id, Reason.TOO_FAR)
        assert send_all(tenant, gateway(tmp_path)) == 0
    assert sms(tenant, one.id)[0].reason == "posting_closed"
    assert sms(tenant, two.id)[0].reason == "declined"


def test_quiet_hours_put_a_message_off_until_morning(tenant: TenantWorld, tmp_path: Path) -> None:
    out = gateway(tmp_path)
    with at(21, 30):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        assert send_all(tenant, out) == 0
    with at(8, 1, day=25):
        assert send_all(tenant, out) == 1


def test_a_message_due_late_waits_through_the_night(tenant: TenantWorld, tmp_path: Path) -> None:
    out = gateway(tmp_path)
    with at(20, 59):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
    with at(21, 5):
        assert send_all(tenant, out) == 0
    with at(7, 59, day=25):
        assert send_all(tenant, out) == 0
    with at(8, 0, day=25):
        assert send_all(tenant, out) == 1


def test_the_weekly_cap_keeps_the_third_message_in_the_inbox(
    tenant: TenantWorld, tmp_path: Path
) -> None:
    out = gateway(tmp_path)
    with frozen(NOON):
        seeker = person(tenant)
        for _ in range(3):
            told(tenant, seeker.id, published_posting(tenant).id)
        assert send_all(tenant, out) == 2
    assert len(inbox(tenant, seeker.id)) == 3
    assert [m.state for m in sms(tenant, seeker.id)] == [S.SENT, S.SENT, S.SUPPRESSED]
    with frozen(NOON + timedelta(days=8)):
        told(tenant, seeker.id, published_posting(tenant).id)
        assert send_all(tenant, out) == 1


def test_a_number_that_does_not_exist_fails_at_once(tenant: TenantWorld, tmp_path: Path) -> None:
    out, phone = gateway(tmp_path), next_phone()
    out.refuse(phone, GatewayCode.BAD_NUMBER)
    with frozen(NOON):
        seeker = person(tenant, phone=phone)
        told(tenant, seeker.id, published_posting(tenant).id)
        send_all(tenant, out)
    (message,) = sms(tenant, seeker.id)
    assert (message.state, message.reason) == (S.FAILED, "bad_number")


def test_five_refusals_leave_the_message_to_staff(tenant: TenantWorld, tmp_path: Path) -> None:
    out, phone = gateway(tmp_path), next_phone()
    out.refuse(phone, GatewayCode.UNAVAILABLE)
    with frozen(NOON):
        seeker = person(tenant, phone=phone)
        told(tenant, seeker.id, published_posting(tenant).id)
    moment = NOON
    for count in range(1, 6):
        with frozen(moment):
            assert send_all(tenant, out) == 1
            assert send_all(tenant, out) == 0
        (message,) = sms(tenant, seeker.id)
        assert message.attempts == count
        moment = message.due_at + timedelta(seconds=1)
    assert message.state is S.PARKED

    with pytest.raises(NotAllowed), tenant.as_reviewer() as work:
        list_parked_messages(work)
    out.refuse(phone, None)
    with frozen(NOON + timedelta(hours=6)):
        with tenant.as_officer() as work:
            assert [m.id for m in list_parked_messages(work)] == [message.id]
            retry_message(work, message.id)
        with pytest.raises(MessageNotParked), tenant.as_officer() as work:
            retry_message(work, message.id)
        assert send_all(tenant, out) == 1
    assert sms(tenant, seeker.id)[0].state is S.SENT


def test_a_worker_that_dies_in_the_middle_sends_once(tenant: TenantWorld, tmp_path: Path) -> None:
    out = gateway(tmp_path)
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        with tenant.as_system() as work:
            (outgoing,) = claim_due(work)
        hand_over(out, outgoing)  # and here the worker is killed
        assert send_all(tenant, out) == 0
    with frozen(NOON + timedelta(minutes=5)):
        assert send_all(tenant, out) == 1
    assert len(out.sent()) == 1
    assert sms(tenant, seeker.id)[0].state is S.SENT


def test_a_message_that_kills_every_worker_is_parked(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
    for minutes in range(0, 30, 3):
        with frozen(NOON + timedelta(minutes=minutes)), tenant.as_system() as work:
            assert len(claim_due(work)) == 1
    with frozen(NOON + timedelta(minutes=60)), tenant.as_system() as work:
        assert claim_due(work) == []
    assert sms(tenant, seeker.id)[0].state is S.PARKED


def test_noting_the_outcome_twice_counts_once(tenant: TenantWorld, tmp_path: Path) -> None:
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        with tenant.as_system() as work:
            (outgoing,) = claim_due(work)
        result = hand_over(gateway(tmp_path), outgoing)
        for _ in range(2):
            with tenant.as_system() as work:
                record_handed_over(work, outgoing.message_id, result)
    (message,) = sms(tenant, seeker.id)
    assert (message.state, message.attempts, message.tries) == (S.SENT, 0, 1)


def test_the_inbox_is_the_persons_own(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker, stranger, posting = person(tenant), person(tenant), published_posting(tenant)
        told(tenant, seeker.id, posting.id)
    with tenant.as_seeker(seeker.id) as work:
        (message,) = list_inbox(work)
        assert count_unread(work) == 1
        read_message(work, message.id)
        assert count_unread(work) == 0
    with tenant.as_seeker(stranger.id) as work:
        assert list_inbox(work) == []
    with pytest.raises(NotFound), tenant.as_seeker(stranger.id) as work:
        read_message(work, message.id)


def test_a_run_tells_every_person_of_many_pages(tenant: TenantWorld) -> None:
    with frozen(NOON):
        posting = published_posting(tenant)
        people = [person(tenant) for _ in range(5)]
        cycle_id = finished_cycle(tenant, [(seeker.id, posting.id) for seeker in people])
        with tenant.as_system() as work:
            assert tell_recommended(work, cycle_id) == 5
    assert all(len(inbox(tenant, seeker.id)) == 1 for seeker in people)
