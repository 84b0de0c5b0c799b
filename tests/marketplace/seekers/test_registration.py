"""Registering, agreeing, pausing, closing."""

import pytest
from sqlalchemy import select, text

from marketplace.seekers import (
    IdNumberTaken,
    PhoneTaken,
    ProfileClosed,
    Seeker,
    SeekerFilter,
    SeekerNotFound,
    SeekerStatus,
    access_seeker,
    add_seekers,
    agree,
    candidate_rows,
    close,
    disagree,
    list_seekers,
    look_at_seeker,
    matching_rows,
    own_contact,
    own_profile,
    pause,
    phones_for_sms,
    register_seeker,
    resume,
    reveal_contact,
    switch_personalisation,
)
from marketplace.seekers.errors import ReasonMissing
from runtime.errors import NotAllowed
from tenants.access import Actor, Role
from tenants.accounts import memberships_of
from tenants.audit import list_looks_at
from tenants.consents import Purpose, has_consent, list_consents
from tenants.outbox import Consumer, claim
from tenants.work import begin
from tests.make.seekers import (
    id_number,
    identity,
    newcomer,
    next_phone,
    ready_seeker,
    registered_seeker,
    row,
)
from tests.world import TenantWorld

CANARY = "欧阳金丝雀"


def test_registering_makes_one_person_of_an_account(tenant: TenantWorld) -> None:
    actor, who = newcomer(tenant), identity()
    made = []
    for _ in range(2):
        with begin(actor) as work:
            made.append(register_seeker(work, who, {Purpose.RECOMMENDATION}).id)
    assert made[0] == made[1]
    assert [(m.role, m.subject_id) for m in memberships_of(actor.account_id or 0)] == [
        (Role.SEEKER, made[0])
    ]
    with tenant.as_seeker(made[0]) as work:
        consents = list_consents(work, made[0])
        assert [consent.purpose for consent in consents] == [Purpose.RECOMMENDATION]
        assert consents[0].text_shown.startswith("我同意公共就业服务机构")
        assert not own_profile(work).personalised


def test_nobody_registers_without_signing_in(tenant: TenantWorld) -> None:
    with pytest.raises(NotAllowed), begin(Actor.anonymous(tenant.code)) as work:
        register_seeker(work, identity())


def test_nothing_that_identifies_is_stored_in_the_clear(tenant: TenantWorld) -> None:
    phone, number = next_phone(), id_number()
    seeker = registered_seeker(tenant, name=CANARY, phone=phone, id_number=number)
    with tenant.as_system() as work:
        stored = work.session.scalar(
            text("SELECT seeker::text FROM seeker WHERE id = :id"), {"id": seeker.id}
        )
    assert seeker.surname_masked == "欧****"
    for secret in (CANARY, CANARY.encode().hex(), phone, phone.encode().hex(), number):
        assert secret not in str(stored)
    with tenant.as_seeker(seeker.id) as work:
        contact = own_contact(work)
    assert (contact.name, contact.phone, contact.id_number) == (CANARY, phone, number)


def test_a_number_belongs_to_one_person(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    phone, number = next_phone(), id_number()
    registered_seeker(tenant, phone=phone, id_number=number)

    with pytest.raises(IdNumberTaken):
        registered_seeker(tenant, id_number=number)
    with pytest.raises(PhoneTaken):
        registered_seeker(tenant, phone=phone)
    assert registered_seeker(other_tenant, phone=phone, id_number=number).id


def test_an_imported_person_joins_their_row_by_equal_identity(tenant: TenantWorld) -> None:
    phone, number = next_phone(), id_number()
    imported = row("7", name="王建国", phone=phone, id_number=number, birth_on=None)
    with tenant.as_system() as work:
        seeker_id = add_seekers(work, "register", [imported])[0].seeker_id

    with pytest.raises(IdNumberTaken):
        registered_seeker(tenant, name="王建军", phone=phone, id_number=number)
    assert registered_seeker(tenant, name="王建国", phone=phone, id_number=number).id == seeker_id


def test_a_paused_person_is_in_no_list_and_comes_back(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)

    def shown() -> tuple[int, int]:
        with tenant.as_system() as work:
            return len(matching_rows(work, [seeker.id])), len(candidate_rows(work, [seeker.id]))

    assert shown() == (1, 1)
    for _ in range(2):
        with tenant.as_seeker(seeker.id) as work:
            pause(work)
    assert shown() == (0, 0)
    with tenant.as_seeker(seeker.id) as work:
        resume(work)
    assert shown() == (1, 1)


def test_closing_ends_every_consent_and_frees_the_number(tenant: TenantWorld) -> None:
    phone, number = next_phone(), id_number()
    seeker = registered_seeker(tenant, phone=phone, id_number=number)
    with tenant.as_seeker(seeker.id) as work:
        close(work)
    with pytest.raises(ProfileClosed), tenant.as_seeker(seeker.id) as work:
        resume(work)
    with tenant.as_system() as work:
        assert all(consent.withdrawn_at for consent in list_consents(work, seeker.id))
        assert phones_for_sms(work, [seeker.id]) == {}
    assert registered_seeker(tenant, phone=phone, id_number=number).id != seeker.id


def test_a_card_is_there_as_long_as_the_consent(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant, agreed=[Purpose.RECOMMENDATION])

    def card_version() -> list[int]:
        with tenant.as_system() as work:
            return [card.version for card in candidate_rows(work, [seeker.id])]

    assert card_version() == []
    with tenant.as_seeker(seeker.id) as work:
        first = agree(work, Purpose.SHARE_CARD).version
    assert first > seeker.version
    assert card_version() == [first]
    with tenant.as_seeker(seeker.id) as work:
        assert agree(work, Purpose.SHARE_CARD).version == first
        assert disagree(work, Purpose.SHARE_CARD).version > first
    assert card_version() == []
    with tenant.as_system() as work:
        events = claim(work, Consumer.INDEX, 100)
    assert events[-1].payload == {"seeker_id": seeker.id}


def test_personalisation_is_off_at_once(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    with tenant.as_seeker(seeker.id) as work:
        switch_personalisation(work, on=False)
    with tenant.as_system() as work:
        assert [person.personalised for person in matching_rows(work, [seeker.id])] == [False]
        assert not has_consent(work, seeker.id, Purpose.PERSONALISATION)


def test_identity_for_an_employer_is_never_agreed_to_in_passing(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant, agreed=list(Purpose))
    with pytest.raises(NotAllowed), tenant.as_seeker(seeker.id) as work:
        agree(work, Purpose.IDENTITY_TO_EMPLOYER)
    with tenant.as_system() as work:
        assert not has_consent(work, seeker.id, Purpose.IDENTITY_TO_EMPLOYER)


def test_every_look_and_its_reason_is_there_to_read(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant, name=CANARY)
    with tenant.as_officer() as work:
        view = look_at_seeker(work, seeker.id)
        assert view.contact.name == "欧****"
        assert "****" in view.contact.phone
    with pytest.raises(ReasonMissing), tenant.as_officer() as work:
        reveal_contact(work, seeker.id, "查")
    with tenant.as_officer() as work:
        assert reveal_contact(work, seeker.id, "电话回访就业情况").name == CANARY
    with tenant.as_seeker(seeker.id) as work:
        looks = list_looks_at(work, seeker.id)
        by_officer = [look for look in looks if "case_officer" in look.actor_roles]
    assert [look.action for look in by_officer] == ["seeker.revealed", "seeker.looked_at"]
    assert by_officer[0].details == {"reason": "电话回访就业情况"}


def test_nobody_else_unmasks(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    seeker, other = registered_seeker(tenant), registered_seeker(tenant)
    for opened in (tenant.as_administrator, tenant.as_system, tenant.as_reviewer):
        with pytest.raises(NotAllowed), opened() as work:
            reveal_contact(work, seeker.id, "电话回访就业情况")
    with pytest.raises(SeekerNotFound), other_tenant.as_officer() as work:
        reveal_contact(work, seeker.id, "电话回访就业情况")
    with pytest.raises(SeekerNotFound), tenant.as_seeker(other.id) as work:
        access_seeker(work, seeker.id)


def test_an_officer_sees_their_territory_only(tenant: TenantWorld) -> None:
    here = ready_seeker(tenant)
    account = tenant.account(Role.CASE_OFFICER).id
    officer = Actor(tenant.code, account, frozenset({Role.CASE_OFFICER}), territories=(430102,))
    with begin(officer) as work:
        assert list_seekers(work, SeekerFilter()) == []
        with pytest.raises(SeekerNotFound):
            look_at_seeker(work, here.id)
    with tenant.as_officer() as work:
        assert [line.id for line in list_seekers(work, SeekerFilter(place_code=430100))] == [
            here.id
        ]
        assert list_seekers(work, SeekerFilter(place_code=430102)) == []


def test_exact_values_find_a_person_and_leave_a_trace(tenant: TenantWorld) -> None:
    phone, number = next_phone(), id_number()
    seeker = registered_seeker(tenant, name=CANARY, phone=phone, id_number=number)
    registered_seeker(tenant)
    for wanted in (
        SeekerFilter(name=CANARY),
        SeekerFilter(phone=f"+86 {phone}"),
        SeekerFilter(id_number=number.lower()),
    ):
        with tenant.as_officer() as work:
            assert [line.id for line in list_seekers(work, wanted)] == [seeker.id]
    with tenant.as_system() as work:
        searched = work.session.execute(
            text("SELECT details FROM audit_entry WHERE action = 'seekers.searched'")
        ).all()
        assert [details["found"] for (details,) in searched] == [1, 1, 1]


def test_messages_need_the_persons_consent(tenant: TenantWorld) -> None:
    phone = next_phone()
    yes, no = registered_seeker(tenant, phone=phone), registered_seeker(tenant, agreed=())
    with tenant.as_system() as work:
        assert phones_for_sms(work, [yes.id, no.id]) == {yes.id: phone}
    with pytest.raises(NotAllowed), tenant.as_officer() as work:
        phones_for_sms(work, [yes.id])


def test_rows_of_another_tenant_do_not_exist(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    seeker = ready_seeker(tenant)
    with other_tenant.as_system() as work:
        assert work.session.scalar(select(Seeker).where(Seeker.id == seeker.id)) is None
        assert matching_rows(work, [seeker.id]) == []
    with tenant.as_system() as work:
        assert work.session.get_one(Seeker, (tenant.code, seeker.id)).status is SeekerStatus.ACTIVE
