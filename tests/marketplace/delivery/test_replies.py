"""Replies by SMS: 1, 2 and 0 as people type them, once each, through the verbs of the page."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from marketplace.applications import ApplicationState, declined_of, invite, list_own_applications
from marketplace.delivery import (
    EVENT_HANDLERS,
    FileGateway,
    MessageState,
    Reply,
    Taken,
    sender_of,
    take_reply,
)
from marketplace.delivery.models import SmsReply
from marketplace.postings import withdraw_posting
from runtime.clock import frozen
from runtime.errors import NotAllowed
from tenants.audit import list_looks_at
from tenants.consents import Purpose, has_consent
from tests.make.delivery import NOON, gateway, inbox, send_all, sms, told
from tests.make.postings import published_posting
from tests.make.recommendations import person
from tests.make.seekers import next_phone
from tests.world import TenantWorld

_ids = itertools.count(1)


def reply(world: TenantWorld, phone: str, text: str, reply_id: str | None = None) -> Taken:
    with frozen(NOON + timedelta(minutes=2)), world.as_system() as work:
        number = reply_id or f"reply-{next(_ids)}"
        return take_reply(work, Reply(number, sender_of(world.code), phone, text, work.now))


@pytest.fixture
def out(tmp_path: Path) -> FileGateway:
    return gateway(tmp_path)


def asked(world: TenantWorld, out: FileGateway) -> tuple[int, str, int]:
    """A person with an SMS about a posting; returns person, number and posting."""
    phone = next_phone()
    with frozen(NOON):
        seeker, posting = person(world, phone=phone), published_posting(world)
        told(world, seeker.id, posting.id)
        assert send_all(world, out) == 1
    return seeker.id, phone, posting.id


def states(world: TenantWorld, seeker_id: int) -> list[ApplicationState]:
    with world.as_seeker(seeker_id) as work:
        return [row.application.state for row in list_own_applications(work)]


@pytest.mark.parametrize("text", ["1", "１", " 1 ", "1。"])
def test_one_shows_interest(tenant: TenantWorld, out: FileGateway, text: str) -> None:
    seeker_id, phone, _ = asked(tenant, out)
    assert reply(tenant, f"+86{phone}", text) is Taken.RECORDED
    assert states(tenant, seeker_id) == [ApplicationState.INTERESTED]
    assert inbox(tenant, seeker_id)[-1].text == "answer_interested"


def test_two_means_not_for_me(tenant: TenantWorld, out: FileGateway) -> None:
    seeker_id, phone, posting_id = asked(tenant, out)
    reply(tenant, phone, "２")
    with tenant.as_system() as work:
        assert declined_of(work, [seeker_id]) == {seeker_id: (posting_id,)}


def test_zero_stops_text_messages_before_the_next(tenant: TenantWorld, out: FileGateway) -> None:
    seeker_id, phone, _ = asked(tenant, out)
    with frozen(NOON):
        told(tenant, seeker_id, published_posting(tenant).id)
    reply(tenant, phone, "０")
    with frozen(NOON + timedelta(minutes=3)):
        assert send_all(tenant, out) == 0
        told(tenant, seeker_id, published_posting(tenant).id)
        assert send_all(tenant, out) == 0
    with tenant.as_system() as work:
        assert not has_consent(work, seeker_id, Purpose.SMS)
    assert [m.state for m in sms(tenant, seeker_id)] == [
        MessageState.SENT,
        MessageState.SUPPRESSED,
    ]
    assert inbox(tenant, seeker_id)[-2].text == "stopped"
    with tenant.as_seeker(seeker_id) as work:
        assert "consent.withdrawn" in {row.action for row in list_looks_at(work, seeker_id)}


def test_what_is_not_understood_gets_help_once_a_day(tenant: TenantWorld, out: FileGateway) -> None:
    seeker_id, phone, _ = asked(tenant, out)
    for text in ("你好", "3", "1 2"):
        assert reply(tenant, phone, text) is Taken.RECORDED
    with frozen(NOON + timedelta(minutes=5)):
        assert send_all(tenant, out) == 1
    assert "没有看懂" in out.sent()[-1]["text"]
    assert states(tenant, seeker_id) == []


def test_the_same_reply_twice_acts_once(tenant: TenantWorld, out: FileGateway) -> None:
    seeker_id, phone, _ = asked(tenant, out)
    assert reply(tenant, phone, "1", "same") is Taken.RECORDED
    assert reply(tenant, phone, "1", "same") is Taken.DUPLICATE
    assert reply(tenant, phone, "2", "same") is Taken.DUPLICATE
    assert states(tenant, seeker_id) == [ApplicationState.INTERESTED]


def test_a_strangers_number_changes_nothing(tenant: TenantWorld, out: FileGateway) -> None:
    asked(tenant, out)
    assert reply(tenant, next_phone(), "1") is Taken.UNKNOWN
    assert reply(tenant, "abc", "0") is Taken.UNKNOWN


def test_another_tenants_number_is_a_stranger(
    tenant: TenantWorld, other_tenant: TenantWorld, out: FileGateway
) -> None:
    seeker_id, phone, _ = asked(tenant, out)
    assert reply(other_tenant, phone, "0") is Taken.UNKNOWN
    with tenant.as_system() as work:
        assert has_consent(work, seeker_id, Purpose.SMS)


def test_an_answer_to_a_closed_posting_is_told_so(tenant: TenantWorld, out: FileGateway) -> None:
    seeker_id, phone, posting_id = asked(tenant, out)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting_id)
    assert reply(tenant, phone, "1") is Taken.RECORDED
    with frozen(NOON + timedelta(minutes=5)):
        send_all(tenant, out)
    assert "没有生效" in out.sent()[-1]["text"]
    assert states(tenant, seeker_id) == []


def test_a_yes_without_a_question_gets_help(tenant: TenantWorld, out: FileGateway) -> None:
    phone = next_phone()
    with frozen(NOON):
        seeker = person(tenant, phone=phone)
    reply(tenant, phone, "1")
    assert [message.text for message in sms(tenant, seeker.id)] == ["help_sms"]


@pytest.mark.parametrize(
    ("text", "state"), [("1", ApplicationState.ACCEPTED), ("2", ApplicationState.DECLINED)]
)
def test_an_invitation_is_answered_by_digit(
    tenant: TenantWorld, out: FileGateway, text: str, state: ApplicationState
) -> None:
    seeker_id, phone, posting_id = asked(tenant, out)
    with frozen(NOON + timedelta(minutes=1)):
        with tenant.as_recruiter() as work:
            application = invite(work, posting_id, seeker_id)
        with tenant.as_system() as work:
            EVENT_HANDLERS["invitation_sent"](work, {"application_id": application.id})
        assert send_all(tenant, out) == 1
    assert "邀请您面谈" in out.sent()[-1]["text"]
    reply(tenant, phone, text)
    assert states(tenant, seeker_id) == [state]
    with tenant.as_system() as work:
        shared = has_consent(work, seeker_id, Purpose.IDENTITY_TO_EMPLOYER, application.employer_id)
    assert shared is (state is ApplicationState.ACCEPTED)


def test_what_was_written_is_not_kept(tenant: TenantWorld, out: FileGateway) -> None:
    seeker_id, phone, _ = asked(tenant, out)
    reply(tenant, phone, "我叫张小满电话是这个")
    with tenant.as_system() as work:
        row = work.session.query(SmsReply).filter_by(seeker_id=seeker_id).one()
    content = " ".join(str(value) for value in vars(row).values())
    assert "张小满" not in content
    assert phone not in content


def test_only_the_system_takes_replies(tenant: TenantWorld) -> None:
    with pytest.raises(NotAllowed), tenant.as_administrator() as work:
        take_reply(work, Reply("r", sender_of(tenant.code), "13900000000", "1", work.now))
