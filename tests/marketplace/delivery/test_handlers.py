"""What is told when person and employer answer each other; reminders of what is unanswered."""

from datetime import timedelta

from marketplace.applications import (
    ApplicationChanged,
    InvitationSent,
    Reason,
    accept_invitation,
    apply,
    invite,
    not_for_me,
    show_interest,
    withdraw,
)
from marketplace.delivery import (
    EVENT_HANDLERS,
    Message,
    count_unread,
    list_inbox,
    queue_reminders,
    render,
)
from marketplace.recommendations import RecommendationState, list_of_seeker
from runtime.clock import frozen
from tenants.outbox import Consumer, claim, mark_done
from tests.make.delivery import NOON, inbox, sms, told
from tests.make.postings import published_posting
from tests.make.recommendations import person
from tests.world import TenantWorld


def deliver(world: TenantWorld, times: int = 1) -> None:
    """Handle the events that wait, each `times` times."""
    with world.as_system() as work:
        for event in claim(work, Consumer.DELIVER, 100):
            for _ in range(times):
                EVENT_HANDLERS[event.name](work, event.payload)
            mark_done(work, [event.id])


def employers_inbox(world: TenantWorld) -> list[Message]:
    with world.as_recruiter() as work:
        return list_inbox(work)


def test_the_employer_hears_of_interest_without_identity(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    with tenant.as_seeker(seeker.id) as work:
        show_interest(work, posting.id)
    deliver(tenant, times=2)
    (message,) = employers_inbox(tenant)
    text = render(message.text, message.params)
    assert "缝纫工" in text
    assert "张" not in text
    with tenant.as_recruiter() as work:
        assert count_unread(work) == 1


def test_the_person_hears_of_an_invitation_once(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    with tenant.as_recruiter() as work:
        invite(work, posting.id, seeker.id)
    deliver(tenant, times=2)
    assert [message.text for message in inbox(tenant, seeker.id)] == ["invited"]
    assert [message.text for message in sms(tenant, seeker.id)] == ["invited_sms"]


def test_an_invitation_that_was_answered_meanwhile_is_not_announced(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    with tenant.as_recruiter() as work:
        application = invite(work, posting.id, seeker.id)
    with tenant.as_seeker(seeker.id) as work:
        accept_invitation(work, application.id)
    deliver(tenant)
    assert inbox(tenant, seeker.id) == []
    assert [message.text for message in employers_inbox(tenant)] == ["employer_accepted"]


def test_states_are_told_as_they_change(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    with tenant.as_seeker(seeker.id) as work:
        show_interest(work, posting.id)
    deliver(tenant)
    with tenant.as_seeker(seeker.id) as work:
        application = apply(work, posting.id)
    deliver(tenant)
    with tenant.as_seeker(seeker.id) as work:
        withdraw(work, application.id)
    deliver(tenant)
    assert [message.text for message in employers_inbox(tenant)] == [
        "employer_withdrawn",
        "employer_applied",
        "employer_interested",
    ]


def test_answers_reach_the_recommendation(tenant: TenantWorld) -> None:
    seeker, posting = person(tenant), published_posting(tenant)
    with frozen(NOON):
        told(tenant, seeker.id, posting.id)
    with tenant.as_seeker(seeker.id) as work:
        not_for_me(work, posting.id, Reason.TOO_FAR)
    deliver(tenant)
    with tenant.as_seeker(seeker.id) as work:
        assert list_of_seeker(work, seeker.id)[0].state is RecommendationState.NOT_FOR_ME


def test_handlers_know_every_event_for_delivery() -> None:
    assert {ApplicationChanged.name, InvitationSent.name} < set(EVENT_HANDLERS)


def remind(world: TenantWorld, days: float) -> int:
    with frozen(NOON + timedelta(days=days)), world.as_system() as work:
        return queue_reminders(work)


def test_unanswered_recommendations_are_recalled_once(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker, posting = person(tenant), published_posting(tenant)
        told(tenant, seeker.id, posting.id)
    assert remind(tenant, 2) == 0
    assert remind(tenant, 3.1) == 2
    assert remind(tenant, 4) == 0
    assert inbox(tenant, seeker.id)[-1].text == "remind_recommended"


def test_who_answered_is_left_in_peace(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker, posting = person(tenant), published_posting(tenant)
        told(tenant, seeker.id, posting.id, published_posting(tenant).id)
        with tenant.as_seeker(seeker.id) as work:
            show_interest(work, posting.id)
        deliver(tenant)
    assert remind(tenant, 3.1) == 0


def test_an_open_invitation_is_recalled_instead(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker, posting = person(tenant), published_posting(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        with tenant.as_recruiter() as work:
            invite(work, posting.id, seeker.id)
    assert remind(tenant, 3.1) == 2
    assert inbox(tenant, seeker.id)[-1].text == "remind_invited"


def test_old_recommendations_are_not_recalled(tenant: TenantWorld) -> None:
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
    assert remind(tenant, 12) == 0
