"""Whether a hired person stayed: told by the employer, in time, and what follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.applications import (
    KEPT_AFTER_DAYS,
    ActNotPossible,
    Application,
    ApplicationNotFound,
    ApplicationState,
    FeedbackKind,
    IdentityNotShared,
    TooEarlyToKeep,
    confirm_kept,
    history,
    identity_of,
    mark_hired,
    may_confirm_kept,
    outcomes_of,
    record_left,
)
from marketplace.delivery import Message, queue_reminders
from marketplace.recommendations import RecommendationState, follow_answers, list_of_seeker
from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from tenants.consents import Purpose, has_consent
from tenants.settings import change_setting
from tests.make.applications import accepted, applied
from tests.make.postings import published_posting
from tests.make.recommendations import finished_cycle
from tests.make.seekers import ready_seeker
from tests.world import TenantWorld

S = ApplicationState
LATER = timedelta(days=90)


def hired(world: TenantWorld) -> Application:
    """A person who applied, was invited, accepted and was hired just now."""
    posting, seeker = published_posting(world), ready_seeker(world)
    applied(world, seeker.id, posting.id)
    accepted(world, seeker.id, posting.id)
    with world.as_recruiter() as work:
        application = work.session.scalars(select(Application)).one()
        return mark_hired(work, application.id)


def test_kept_is_confirmed_after_the_days_and_not_before(tenant: TenantWorld) -> None:
    application = hired(tenant)

    with pytest.raises(TooEarlyToKeep), tenant.as_recruiter() as work:
        confirm_kept(work, application.id)
    with frozen(now() + LATER), tenant.as_recruiter() as work:
        assert may_confirm_kept(work, application)
        for _ in range(2):
            assert confirm_kept(work, application.id).state is S.KEPT
        kinds = [answer.kind for answer in history(work, application.id)]
        assert kinds.count(FeedbackKind.KEPT) == 1
        assert identity_of(work, application.id).phone
        assert mark_hired(work, application.id).state is S.KEPT  # never goes back


def test_a_tenant_sets_the_days(tenant: TenantWorld) -> None:
    application = hired(tenant)
    with tenant.as_administrator() as work:
        change_setting(work, KEPT_AFTER_DAYS, 30)

    with frozen(now() + timedelta(days=30)), tenant.as_recruiter() as work:
        assert confirm_kept(work, application.id).state is S.KEPT


def test_who_left_is_no_longer_known_to_the_employer(tenant: TenantWorld) -> None:
    application = hired(tenant)

    for _ in range(2):
        with tenant.as_recruiter() as work:
            assert record_left(work, application.id).state is S.LEFT
    with pytest.raises(IdentityNotShared), tenant.as_recruiter() as work:
        identity_of(work, application.id)
    with tenant.as_system() as work:
        employer = application.employer_id
        assert not has_consent(work, application.seeker_id, Purpose.IDENTITY_TO_EMPLOYER, employer)
    with pytest.raises(ActNotPossible), frozen(now() + LATER), tenant.as_recruiter() as work:
        confirm_kept(work, application.id)


def test_only_the_employer_tells(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    application = hired(tenant)

    with frozen(now() + LATER):
        for verb in (confirm_kept, record_left):
            with pytest.raises(NotAllowed), tenant.as_seeker(application.seeker_id) as work:
                verb(work, application.id)
            with pytest.raises(ApplicationNotFound), other_tenant.as_recruiter() as work:
                verb(work, application.id)


def test_nobody_is_kept_who_was_not_hired(tenant: TenantWorld) -> None:
    posting, seeker = published_posting(tenant), ready_seeker(tenant)
    application = applied(tenant, seeker.id, posting.id)

    with frozen(now() + LATER):
        for verb in (confirm_kept, record_left):
            with pytest.raises(ActNotPossible), tenant.as_recruiter() as work:
                verb(work, application.id)


def test_the_recommendation_follows(tenant: TenantWorld) -> None:
    application = hired(tenant)
    pair = application.seeker_id, application.posting_id
    finished_cycle(tenant, [pair])

    def state() -> RecommendationState:
        with tenant.as_system() as work:
            follow_answers(work, *pair)
            return list_of_seeker(work, pair[0])[0].state

    assert state() is RecommendationState.HIRED
    with frozen(now() + LATER), tenant.as_recruiter() as work:
        confirm_kept(work, application.id)
    assert state() is RecommendationState.KEPT


def test_learning_hears_who_stayed(tenant: TenantWorld) -> None:
    application = hired(tenant)
    pair = (application.seeker_id, application.posting_id)

    def outcome() -> tuple[bool, bool, bool]:
        with tenant.as_system() as work:
            found = outcomes_of(work, [application.seeker_id])[pair]
        return found.decided, found.hired, found.kept

    assert outcome() == (True, True, False)
    with frozen(now() + LATER), tenant.as_recruiter() as work:
        confirm_kept(work, application.id)
    assert outcome() == (True, True, True)


def test_a_hiring_that_did_not_last_remains_one(tenant: TenantWorld) -> None:
    application = hired(tenant)
    with tenant.as_recruiter() as work:
        record_left(work, application.id)

    with tenant.as_system() as work:
        (found,) = outcomes_of(work, [application.seeker_id]).values()
    assert (found.decided, found.hired, found.kept) == (True, True, False)


def test_the_employer_is_asked_once_when_the_days_are_over(tenant: TenantWorld) -> None:
    application = hired(tenant)

    def asked(after: timedelta) -> list[Message]:
        with frozen(now() + after), tenant.as_system() as work:
            queue_reminders(work)
            query = select(Message).where(Message.text == "employer_keeping")
            return list(work.session.scalars(query))

    assert not asked(LATER - timedelta(days=1))
    (message,) = asked(LATER)
    assert message.employer_id == application.employer_id
    assert message.params["days"] == 90
    assert len(asked(LATER + timedelta(days=1))) == 1


def test_who_has_answered_is_not_asked(tenant: TenantWorld) -> None:
    application = hired(tenant)
    with tenant.as_recruiter() as work:
        record_left(work, application.id)

    with frozen(now() + LATER), tenant.as_system() as work:
        queue_reminders(work)
        query = select(Message).where(Message.text == "employer_keeping")
        assert work.session.scalars(query).first() is None
