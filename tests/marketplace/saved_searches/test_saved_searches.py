"""Keeping searches: what a person may do, and how digests come of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.delivery import Channel, Message
from marketplace.postings import pause_posting, resume_posting, withdraw_posting
from marketplace.saved_searches import (
    MOST_SAVED,
    DigestNotFound,
    Frequency,
    SavedSearch,
    SavedSearchNotFound,
    StopLinkUnknown,
    TooManySaved,
    change_frequency,
    delete_search,
    list_due,
    list_own_searches,
    load_digest,
    read_stop_token,
    record_digest,
    save_search,
    stop_all,
    stop_token,
)
from marketplace.seekers import Seeker
from runtime.clock import frozen, now
from search.jobs import Choices
from search.saved_searches import state_of
from tenants.access import Actor
from tenants.consents import Purpose
from tenants.work import begin
from tests.make.delivery import NOON
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker, registered_seeker
from tests.world import TenantWorld
from workers import digests
from workers.digests import send_digests

SEWING = state_of("缝纫工", Choices(), everywhere=False)
F = Frequency


def saved(
    world: TenantWorld,
    person: Seeker,
    frequency: Frequency = F.DAILY,
    asked: dict[str, object] = SEWING,
    query: str = "q=缝纫工",
) -> SavedSearch:
    with world.as_seeker(person.id) as work:
        return save_search(work, query, asked, name="缝纫工", frequency=frequency)


def messages(world: TenantWorld, person: Seeker, channel: Channel = Channel.INBOX) -> list[Message]:
    with world.as_system() as work:
        return list(
            work.session.scalars(
                select(Message)
                .where(
                    Message.tenant_id == world.code,
                    Message.seeker_id == person.id,
                    Message.channel == channel,
                    Message.text.startswith("digest"),
                )
                .order_by(Message.id)
            )
        )


def told(world: TenantWorld, person: Seeker) -> set[int]:
    """Return the postings of a person's only digest."""
    (message,) = messages(world, person)
    with world.as_seeker(person.id) as work:
        _, postings = load_digest(work, message.params["digest_id"])
    return {posting.posting_id for posting in postings}


def digest_on(world: TenantWorld, day: int) -> int:
    """Let the clock come to a later day, in daylight, and the job run."""
    world.index()
    with frozen(at(day)):
        return send_digests(world.code)


def at(day: int) -> datetime:
    noon = now().astimezone(NOON.tzinfo).replace(hour=12, minute=0)
    return noon + timedelta(days=day)


def test_new_postings_are_told_once(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    published_posting(tenant, title="缝纫工（早就有的）")
    saved(tenant, person)
    first, second = (published_posting(tenant, title=f"缝纫工{n}") for n in "甲乙")
    published_posting(tenant, title="电工", occupation_code="6-31-01-03")
    assert digest_on(tenant, 1) == 1
    assert digest_on(tenant, 1) == 0
    (message,) = messages(tenant, person)
    assert message.params["count"] == 2
    assert message.params["title"] == "缝纫工乙"
    with tenant.as_seeker(person.id) as work:
        _, postings = load_digest(work, message.params["digest_id"])
    assert [posting.posting_id for posting in postings] == [second.id, first.id]
    assert digest_on(tenant, 2) == 0
    assert len(messages(tenant, person)) == 1


def test_nothing_before_the_cycle_is_over(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    saved(tenant, person, F.WEEKLY)
    published_posting(tenant)
    assert [digest_on(tenant, day) for day in (0, 1, 6, 7)] == [0, 0, 0, 1]


def test_what_came_while_the_worker_was_away_is_told_later(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    saved(tenant, person)
    published_posting(tenant)
    assert digest_on(tenant, 20) == 1


def test_an_index_that_was_late_costs_nobody_a_posting(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    saved(tenant, person)
    published_posting(tenant)
    with frozen(at(1)):
        assert send_digests(tenant.code) == 0  # not in the index yet
    assert digest_on(tenant, 2) == 1


def test_a_posting_that_died_since_is_not_told(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    saved(tenant, person)
    dead, alive = published_posting(tenant), published_posting(tenant, title="缝纫工甲")
    tenant.index()
    with tenant.as_recruiter() as work:
        withdraw_posting(work, dead.id)  # the index still has it
    with frozen(at(1)):
        assert send_digests(tenant.code) == 1
    (message,) = messages(tenant, person)
    assert (message.params["count"], message.posting_id) == (1, alive.id)


def test_one_that_opens_again_is_not_told_again(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    saved(tenant, person)
    posting = published_posting(tenant)
    assert digest_on(tenant, 1) == 1
    for verb in (pause_posting, resume_posting):
        with frozen(at(1)), tenant.as_recruiter() as work:
            verb(work, posting.id)
    assert digest_on(tenant, 2) == 0


def test_two_searches_of_one_person_make_one_digest(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    saved(tenant, person)
    saved(tenant, person, asked=state_of("平缝机", Choices(), everywhere=False), query="q=平缝机")
    published_posting(tenant)
    published_posting(tenant, title="平缝机操作工")
    assert digest_on(tenant, 1) == 1
    (message,) = messages(tenant, person)
    assert message.params["count"] == 2


def test_choices_hold_and_other_tenants_only_where_asked(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    near, far = ready_seeker(tenant), ready_seeker(tenant)
    paid = state_of("缝纫工", Choices(pay_from_fen=800_000), everywhere=False)
    saved(tenant, near, asked=paid)
    saved(tenant, far, asked=state_of("缝纫工", Choices(), everywhere=True))
    well_paid = published_posting(tenant, title="缝纫工", pay_text="9000元/月")
    others = published_posting(tenant, pay_text="5000元/月"), published_posting(other_tenant)
    other_tenant.index()
    assert digest_on(tenant, 1) == 2
    assert told(tenant, near) == {well_paid.id}
    assert {well_paid.id, *(each.id for each in others)} <= told(tenant, far)


def test_off_is_silent_and_what_came_meanwhile_stays_untold(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    search = saved(tenant, person)
    with tenant.as_seeker(person.id) as work:
        change_frequency(work, search.id, F.OFF)
    published_posting(tenant, title="缝纫工（没人听时）")
    assert digest_on(tenant, 1) == 0
    with frozen(at(1)), tenant.as_seeker(person.id) as work:
        change_frequency(work, search.id, F.DAILY)
    with frozen(at(1) + timedelta(hours=1)):
        published_posting(tenant, title="缝纫工甲")
    assert digest_on(tenant, 2) == 1
    assert messages(tenant, person)[0].params["title"] == "缝纫工甲"
    assert messages(tenant, person)[0].params["count"] == 1


def test_sms_only_with_consent_and_never_of_a_dead_posting(tenant: TenantWorld) -> None:
    agreed = ready_seeker(tenant)
    silent = registered_seeker(tenant, [Purpose.RECOMMENDATION])
    for person in (agreed, silent):
        saved(tenant, person)
    published_posting(tenant)
    assert digest_on(tenant, 1) == 2
    assert len(messages(tenant, agreed, Channel.SMS)) == 1
    assert messages(tenant, silent, Channel.SMS) == []


def test_saving_twice_is_one_search(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    first, second = saved(tenant, person), saved(tenant, person, F.WEEKLY)
    assert first.id == second.id
    assert second.frequency is F.WEEKLY


def test_no_more_than_a_person_can_look_through(tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    for number in range(MOST_SAVED):
        saved(tenant, person, query=f"q={number}")
    with pytest.raises(TooManySaved):
        saved(tenant, person, query="q=more")


def test_nobody_touches_anothers_searches(tenant: TenantWorld) -> None:
    own, other = ready_seeker(tenant), ready_seeker(tenant)
    search = saved(tenant, own)
    published_posting(tenant)
    digest_on(tenant, 1)
    digest_id = messages(tenant, own)[0].params["digest_id"]
    with tenant.as_seeker(other.id) as work:
        assert list_own_searches(work) == []
        with pytest.raises(SavedSearchNotFound):
            change_frequency(work, search.id, F.OFF)
        with pytest.raises(SavedSearchNotFound):
            delete_search(work, search.id)
        with pytest.raises(DigestNotFound):
            load_digest(work, digest_id)


def test_a_link_stops_all_without_signing_in(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    person, other = ready_seeker(tenant), ready_seeker(tenant)
    for each in (person, other):
        saved(tenant, each)
    token = stop_token(tenant.code, person.id)
    assert read_stop_token(token) == (tenant.code, person.id)
    for _ in range(2):
        with begin(Actor.anonymous(tenant.code)) as work:
            stop_all(work, token)
    published_posting(tenant)
    assert digest_on(tenant, 1) == 1
    assert messages(tenant, person) == []
    with pytest.raises(StopLinkUnknown), begin(Actor.anonymous(other_tenant.code)) as work:
        stop_all(work, token)


@pytest.mark.parametrize(
    "token", ["", "1-2", "1-2-3", "a-b-c", "430100-1-" + "0" * 16, "1-2-3-4", "²-1-x"]
)
def test_a_link_that_was_never_given(token: str) -> None:
    with pytest.raises(StopLinkUnknown):
        read_stop_token(token)


def test_a_worker_that_died_in_between_tells_nobody_twice(
    tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [ready_seeker(tenant) for _ in range(3)]
    for each in people:
        saved(tenant, each)
    published_posting(tenant)
    tenant.index()
    done: list[int] = []
    record = digests.saved_searches.record_digest

    def dies_at_the_second(work: object, seeker_id: int, *rest: object) -> int:
        if len(done) == 1:
            raise SystemExit
        done.append(seeker_id)
        return record(work, seeker_id, *rest)

    monkeypatch.setattr(digests.saved_searches, "record_digest", dies_at_the_second)
    with frozen(at(1)), pytest.raises(SystemExit):
        send_digests(tenant.code)
    monkeypatch.undo()
    assert digest_on(tenant, 1) == 2
    assert [len(messages(tenant, each)) for each in people] == [1, 1, 1]


def test_a_search_that_was_changed_while_it_was_looked_through_is_not_told(
    tenant: TenantWorld,
) -> None:
    person = ready_seeker(tenant)
    search = saved(tenant, person)
    posting = published_posting(tenant)
    with frozen(at(1)):
        with tenant.as_system() as work:
            (due,) = list_due(work)
        with tenant.as_seeker(person.id) as work:
            change_frequency(work, search.id, F.OFF)
        with tenant.as_system() as work:
            assert record_digest(work, due.seeker_id, {due.id: [posting.id]}, work.now) == 0
    with tenant.as_system() as work:
        count = select(func.count()).select_from(Message).where(Message.seeker_id == person.id)
        assert work.session.scalar(count) == 0
