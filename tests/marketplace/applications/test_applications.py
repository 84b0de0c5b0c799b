"""From a card to a hiring, and everything that can come between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import pool
from marketplace.applications import (
    ActNotPossible,
    Application,
    ApplicationNotFound,
    ApplicationState,
    CandidateNotFound,
    Feedback,
    FeedbackKind,
    IdentityNotShared,
    PostingClosed,
    Reason,
    TooLateToUndo,
    accept_invitation,
    apply,
    count_by_posting,
    decline_invitation,
    declined_of,
    engaged_of,
    history,
    identity_of,
    invitation_text,
    invite,
    list_own_applications,
    list_received,
    mark_hired,
    not_for_me,
    own_answers,
    reject,
    show_interest,
    undo_not_for_me,
    withdraw,
)
from marketplace.postings import PostingNotFound, mark_filled
from marketplace.seekers import Limits, close, disagree, pause, withdraw_identity
from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from tenants.access import Role
from tenants.audit import list_looks_at
from tenants.consents import Purpose, has_consent, list_consents
from tenants.outbox import Consumer, claim
from tenants.work import begin
from tests.make.applications import accepted, applied, invited
from tests.make.employers import verified_employer
from tests.make.postings import published_posting, submitted_posting
from tests.make.seekers import ready_seeker, registered_seeker
from tests.world import TenantWorld

S = ApplicationState


def kinds(world: TenantWorld, seeker_id: int) -> list[FeedbackKind]:
    with world.as_system() as work:
        return list(
            work.session.scalars(
                select(Feedback.kind)
                .where(Feedback.tenant_id == world.code, Feedback.seeker_id == seeker_id)
                .order_by(Feedback.id)
            )
        )


def test_the_whole_way(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    with tenant.as_seeker(seeker.id) as work:
        application = show_interest(work, posting.id)
    with tenant.as_recruiter() as work:
        (received,) = list_received(work, posting.id)
        assert received.card is not None
        assert not hasattr(received.card, "surname_masked")
        with pytest.raises(IdentityNotShared):
            identity_of(work, application.id)
        invite(work, posting.id, seeker.id)
    with tenant.as_seeker(seeker.id) as work:
        shown = invitation_text(work, application.id)
        assert "湘江纺织试验厂" in shown
        assert "缝纫工" in shown
        accept_invitation(work, application.id)
        assert list_consents(work, seeker.id)[0].text_shown == shown
    with tenant.as_recruiter() as work:
        assert identity_of(work, application.id).name == "张小满"
        mark_hired(work, application.id)
        steps = [step.kind for step in history(work, application.id)]
    assert steps == [
        FeedbackKind.INTERESTED,
        FeedbackKind.INVITED,
        FeedbackKind.ACCEPTED_CONTACT,
        FeedbackKind.HIRED,
    ]
    with tenant.as_seeker(seeker.id) as work:
        looks = [look for look in list_looks_at(work, seeker.id) if look.employer_id]
    assert {"card.looked_at", "identity.looked_at"} <= {look.action for look in looks}
    assert {look.employer_id for look in looks} == {tenant.employer_id}


def test_every_act_twice_is_one_row(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    for _ in range(2):
        with tenant.as_seeker(seeker.id) as work:
            show_interest(work, posting.id)
    for _ in range(2):
        application = applied(tenant, seeker.id, posting.id)
    for _ in range(2):
        assert invited(tenant, seeker.id, posting.id).id == application.id
    for _ in range(2):
        with tenant.as_seeker(seeker.id) as work:
            assert accept_invitation(work, application.id).state is S.ACCEPTED
            show_interest(work, posting.id)
            apply(work, posting.id)
    for _ in range(2):
        with tenant.as_recruiter() as work:
            mark_hired(work, application.id)
    assert kinds(tenant, seeker.id) == [
        FeedbackKind.INTERESTED,
        FeedbackKind.APPLIED,
        FeedbackKind.INVITED,
        FeedbackKind.ACCEPTED_CONTACT,
        FeedbackKind.HIRED,
    ]
    with tenant.as_system() as work:
        sent = [event.name for event in claim(work, Consumer.DELIVER, 100)]
    assert sent.count("application_changed") == 5
    assert sent.count("invitation_sent") == 1


def test_clicks_at_the_same_moment_make_one_application(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)

    def click(act: int) -> int:
        if act % 2:
            return applied(tenant, seeker.id, posting.id).id
        return invited(tenant, seeker.id, posting.id).id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(click, range(6)))) == 1
    with tenant.as_system() as work:
        assert work.session.scalar(select(func.count(Application.id))) == 1
    assert kinds(tenant, seeker.id).count(FeedbackKind.INVITED) == 1


def test_strangers_find_nothing(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    application = accepted(tenant, seeker.id, posting.id)
    other, foreign = ready_seeker(tenant), ready_seeker(other_tenant)
    rival = verified_employer(tenant, "另一家试验厂").id

    for world, who in ((tenant, other), (other_tenant, foreign)):
        for act in (withdraw, accept_invitation, decline_invitation, history):
            with pytest.raises(ApplicationNotFound), world.as_seeker(who.id) as work:
                act(work, application.id)
    for opened in (lambda: tenant.as_recruiter(rival), other_tenant.as_recruiter):
        for act in (identity_of, mark_hired, reject, history):
            with pytest.raises(ApplicationNotFound), opened() as work:
                act(work, application.id)
        with pytest.raises(PostingNotFound), opened() as work:
            list_received(work, posting.id)
        with pytest.raises(PostingNotFound), opened() as work:
            invite(work, posting.id, other.id)
    with pytest.raises(PostingNotFound), other_tenant.as_seeker(foreign.id) as work:
        show_interest(work, posting.id)
    for act in (withdraw, identity_of):
        with pytest.raises(NotAllowed), tenant.as_officer() as work:
            act(work, application.id)
    with pytest.raises(ApplicationNotFound), tenant.as_recruiter() as work:
        identity_of(work, 10**12)
    with tenant.as_system() as work:
        assert work.session.get_one(Application, (tenant.code, application.id)).state is S.ACCEPTED


def test_only_public_postings_are_answered(tenant: TenantWorld) -> None:
    seeker, pending = ready_seeker(tenant), submitted_posting(tenant)
    with pytest.raises(PostingNotFound), tenant.as_seeker(seeker.id) as work:
        show_interest(work, pending.id)
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        mark_filled(work, posting.id)
    with pytest.raises(PostingClosed), tenant.as_seeker(seeker.id) as work:
        apply(work, posting.id)
    with pytest.raises(PostingClosed):
        invited(tenant, seeker.id, posting.id)


def test_who_shows_no_card_cannot_be_invited(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    silent = ready_seeker(tenant, agreed=[Purpose.RECOMMENDATION])
    hiding = ready_seeker(tenant, sections=(Limits(hidden_from=("湘江 纺织试验厂",)),))
    paused, refusing, shown = (ready_seeker(tenant) for _ in range(3))
    with tenant.as_seeker(paused.id) as work:
        pause(work)
    with tenant.as_seeker(refusing.id) as work:
        not_for_me(work, posting.id, Reason.TOO_FAR)
    for person in (silent, hiding, paused, refusing):
        with pytest.raises(CandidateNotFound):
            invited(tenant, person.id, posting.id)
    with pytest.raises(CandidateNotFound):
        invited(tenant, 10**12, posting.id)
    with tenant.as_recruiter() as work:
        ids = [shown.id, silent.id, refusing.id, hiding.id, paused.id]
        assert [card.id for card in pool.see_cards(work, ids, posting.id).cards] == [shown.id]
        assert [card.id for card in pool.see_cards(work, ids).cards] == [shown.id, refusing.id]
        with pytest.raises(CandidateNotFound):
            pool.see_card(work, silent.id)
    with tenant.as_seeker(silent.id) as work:
        assert [look for look in list_looks_at(work, silent.id) if look.employer_id] == []


def test_who_applied_is_seen_without_the_consent_to_share(tenant: TenantWorld) -> None:
    posting, seeker = published_posting(tenant), ready_seeker(tenant, agreed=())
    applied(tenant, seeker.id, posting.id)
    with tenant.as_recruiter() as work:
        assert [received.card is not None for received in list_received(work, posting.id)] == [True]
    assert invited(tenant, seeker.id, posting.id).state is S.INVITED


def test_not_for_me_ends_an_application_and_undo_restores_it(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    application = applied(tenant, seeker.id, posting.id)

    def standing() -> tuple[ApplicationState, bool]:
        with tenant.as_seeker(seeker.id) as work:
            answer = own_answers(work, [posting.id])[posting.id]
            assert answer.application_id == application.id
            assert answer.state is not None
            return answer.state, answer.not_for_me

    for reason in (Reason.TOO_FAR, Reason.PAY_TOO_LOW):
        with tenant.as_seeker(seeker.id) as work:
            said = not_for_me(work, posting.id, reason)
    assert (said.reason_code, said.previous_state) == (Reason.PAY_TOO_LOW, S.APPLIED)
    assert standing() == (S.WITHDRAWN, True)
    for _ in range(2):
        with tenant.as_seeker(seeker.id) as work:
            undo_not_for_me(work, posting.id)
    assert standing() == (S.APPLIED, False)
    assert kinds(tenant, seeker.id).count(FeedbackKind.NOT_FOR_ME) == 1


def test_undo_has_its_time(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    with tenant.as_seeker(seeker.id) as work:
        not_for_me(work, posting.id, Reason.NOT_MY_TRADE)
    with frozen(now() + timedelta(minutes=31)):
        with pytest.raises(TooLateToUndo), tenant.as_seeker(seeker.id) as work:
            undo_not_for_me(work, posting.id)
        with tenant.as_seeker(seeker.id) as work:
            show_interest(work, posting.id)
    with tenant.as_system() as work:
        assert declined_of(work, [seeker.id]) == {}
        assert engaged_of(work, [seeker.id]) == {seeker.id: (posting.id,)}


def test_not_for_me_answers_an_invitation(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    application = invited(tenant, seeker.id, posting.id)
    with tenant.as_seeker(seeker.id) as work:
        not_for_me(work, posting.id, Reason.OTHER)
        with pytest.raises(ActNotPossible):
            accept_invitation(work, application.id)
    with pytest.raises(ActNotPossible):
        invited(tenant, seeker.id, posting.id)
    with tenant.as_system() as work:
        assert declined_of(work, [seeker.id]) == {seeker.id: (posting.id,)}


def test_not_for_me_is_too_late_once_known(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    accepted(tenant, seeker.id, posting.id)
    with pytest.raises(ActNotPossible), tenant.as_seeker(seeker.id) as work:
        not_for_me(work, posting.id, Reason.TOO_FAR)


def test_identity_ends_with_the_consent(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    first, second = published_posting(tenant), published_posting(tenant, title="裁剪工")
    one, two = accepted(tenant, seeker.id, first.id), accepted(tenant, seeker.id, second.id)
    with tenant.as_seeker(seeker.id) as work:
        withdraw(work, one.id)
        assert has_consent(work, seeker.id, Purpose.IDENTITY_TO_EMPLOYER, tenant.employer_id)
    with tenant.as_recruiter() as work:
        with pytest.raises(IdentityNotShared):
            identity_of(work, one.id)
        assert identity_of(work, two.id).phone.startswith("135")
    with tenant.as_seeker(seeker.id) as work:
        withdraw_identity(work, tenant.employer_id)
    with pytest.raises(IdentityNotShared), tenant.as_recruiter() as work:
        identity_of(work, two.id)


def test_identity_goes_to_the_one_employer(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    accepted(tenant, seeker.id, posting.id)
    with tenant.as_system() as work:
        consents = [c for c in list_consents(work, seeker.id) if c.employer_id]
    assert [(c.purpose, c.employer_id) for c in consents] == [
        (Purpose.IDENTITY_TO_EMPLOYER, tenant.employer_id)
    ]


def test_who_closed_is_nobody_to_an_employer(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    application = accepted(tenant, seeker.id, posting.id)
    with tenant.as_seeker(seeker.id) as work:
        close(work)
    with tenant.as_recruiter() as work:
        with pytest.raises(IdentityNotShared):
            identity_of(work, application.id)
        assert [received.card for received in list_received(work, posting.id)] == [None]


def test_a_revoked_card_is_gone_at_once(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    with tenant.as_recruiter() as work:
        assert pool.see_card(work, seeker.id).cards[0].want_titles == ("缝纫工", "保洁员")
    with tenant.as_seeker(seeker.id) as work:
        disagree(work, Purpose.SHARE_CARD)
    with pytest.raises(CandidateNotFound), tenant.as_recruiter() as work:
        pool.see_card(work, seeker.id)


def test_lists_of_both_sides(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    first, second = published_posting(tenant), published_posting(tenant, title="裁剪工")
    for posting in (first, second):
        applied(tenant, seeker.id, posting.id)
    with tenant.as_seeker(seeker.id) as work:
        lines = list_own_applications(work)
        assert [(line.title, line.employer_name) for line in lines] == [
            ("裁剪工", "湘江纺织试验厂"),
            ("缝纫工", "湘江纺织试验厂"),
        ]
    with tenant.as_recruiter() as work:
        counts = count_by_posting(work, [first.id, second.id])
    assert counts == {first.id: {S.APPLIED: 1}, second.id: {S.APPLIED: 1}}


def test_a_rejected_person_is_told_and_cannot_apply_again(tenant: TenantWorld) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    application = applied(tenant, seeker.id, posting.id)
    for _ in range(2):
        with tenant.as_recruiter() as work:
            reject(work, application.id)
    with pytest.raises(ActNotPossible, match="单位未选中"):
        applied(tenant, seeker.id, posting.id)


def test_roles_do_not_mix(tenant: TenantWorld) -> None:
    seeker, posting = registered_seeker(tenant), published_posting(tenant)
    with pytest.raises(NotAllowed), tenant.as_recruiter() as work:
        apply(work, posting.id)
    with pytest.raises(NotAllowed), tenant.as_seeker(seeker.id) as work:
        invite(work, posting.id, seeker.id)
    reviewer = tenant.actor(Role.REVIEWER, employer_id=tenant.employer_id)
    with pytest.raises(NotAllowed), begin(reviewer) as work:
        pool.see_cards(work, [seeker.id])
