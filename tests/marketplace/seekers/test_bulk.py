"""Taking over people from files and registers."""

from datetime import date

import pytest
from sqlalchemy import func, select

from marketplace.seekers import (
    IdNumberTaken,
    PhoneInvalid,
    PhoneTaken,
    Seeker,
    Taken,
    Want,
    add_seekers,
    candidate_rows,
    disagree,
    list_seekers,
    matchable_ids,
    matching_rows,
    own_contact,
    seeker_versions,
    within,
)
from marketplace.seekers.queries import SeekerFilter
from runtime.errors import NotAllowed
from tenants.consents import Purpose, has_consent
from tenants.outbox import Consumer, claim
from tests.make.seekers import id_number, newcomer, next_phone, registered_seeker, row
from tests.world import TenantWorld

SHARED = frozenset({Purpose.RECOMMENDATION, Purpose.SHARE_CARD, Purpose.SMS})


def taken(world: TenantWorld, *rows: object, source: str = "register") -> list[Taken]:
    with world.as_system() as work:
        return [outcome.taken for outcome in add_seekers(work, source, rows)]  # type: ignore[arg-type]  # rows


def test_the_same_file_twice_changes_nothing(tenant: TenantWorld) -> None:
    rows = [row(str(n), consents=SHARED) for n in range(20)]
    assert taken(tenant, *rows) == [Taken.CREATED] * 20
    with tenant.as_system() as work:
        before = seeker_versions(work)
    assert taken(tenant, *rows) == [Taken.UNCHANGED] * 20
    with tenant.as_system() as work:
        assert seeker_versions(work) == before
        assert len(matchable_ids(work)) == 20
        assert len(claim(work, Consumer.INDEX, 100)) == 20


def test_a_changed_row_changes_the_person(tenant: TenantWorld) -> None:
    first = row("1", consents=SHARED)
    taken(tenant, first)
    changed = row("1", phone=first.phone, wants=(Want("厨师"), Want("配菜")), skills=None)
    assert taken(tenant, changed) == [Taken.CHANGED]
    with tenant.as_system() as work:
        (person,) = matching_rows(work)
        assert (person.want_titles, person.skills) == (("厨师", "配菜"), None)
        assert person.version == 2


def test_a_bad_row_stops_nothing(tenant: TenantWorld) -> None:
    phone, number = next_phone(), id_number()
    registered_seeker(tenant, phone=phone, id_number=number)
    rows = [
        row("1", phone="123"),
        row("2", phone=phone),
        row("3", id_number=number, birth_on=None),
        row("4"),
    ]
    with tenant.as_system() as work:
        outcomes = add_seekers(work, "register", rows)
    assert [type(outcome.error) for outcome in outcomes[:3]] == [
        PhoneInvalid,
        PhoneTaken,
        IdNumberTaken,
    ]
    assert [outcome.seeker_id for outcome in outcomes[:3]] == [None] * 3
    assert outcomes[3].taken is Taken.CREATED


def test_two_rows_of_one_call_cannot_share_a_number(tenant: TenantWorld) -> None:
    phone = next_phone()
    rows = [row("1", phone=phone), row("2", phone=phone), row("1", phone=phone)]
    assert taken(tenant, *rows)[:2] == [Taken.CREATED, Taken.REJECTED]


def test_a_repeated_key_counts_once(tenant: TenantWorld) -> None:
    first = row("1")
    assert taken(tenant, first, first) == [Taken.CREATED, Taken.UNCHANGED]
    with tenant.as_system() as work:
        assert work.session.scalar(select(func.count(Seeker.id))) == 1


def test_a_row_without_name_or_number_is_a_person(tenant: TenantWorld) -> None:
    bare = row("1", name=None, phone=None, birth_on=None, skills=None, place_code=None)
    assert taken(tenant, bare) == [Taken.CREATED]
    with tenant.as_officer() as work:
        (line,) = list_seekers(work, SeekerFilter())
    assert line.surname_masked == "求职者"


def test_a_withdrawn_consent_is_not_given_back_by_a_file(tenant: TenantWorld) -> None:
    actor = newcomer(tenant)
    rows = [row("1", consents=SHARED, account_id=actor.account_id)]
    with tenant.as_system() as work:
        seeker_id = add_seekers(work, "register", rows)[0].seeker_id or 0
    with tenant.as_seeker(seeker_id) as work:
        disagree(work, Purpose.SMS)
        disagree(work, Purpose.PERSONALISATION)
    assert taken(tenant, row("1", consents=SHARED, about="新")) == [Taken.CHANGED]
    with tenant.as_system() as work:
        assert not has_consent(work, seeker_id, Purpose.SMS)
        assert has_consent(work, seeker_id, Purpose.SHARE_CARD)
        assert not matching_rows(work)[0].personalised


def test_a_person_who_signs_in_keeps_their_own_contact(tenant: TenantWorld) -> None:
    first = row("1", account_id=newcomer(tenant).account_id)
    with tenant.as_system() as work:
        seeker_id = add_seekers(work, "register", [first])[0].seeker_id or 0
    assert taken(tenant, row("1", name="王国庆", about="新")) == [Taken.CHANGED]
    with tenant.as_seeker(seeker_id) as work:
        assert (own_contact(work).name, own_contact(work).phone) == ("王建国", first.phone)


def test_only_importers_import(tenant: TenantWorld) -> None:
    for opened in (tenant.as_officer, tenant.as_reviewer):
        with pytest.raises(NotAllowed), opened() as work:
            add_seekers(work, "register", [row("1")])
    with tenant.as_administrator() as work:
        assert add_seekers(work, "register", [row("1")])[0].taken is Taken.CREATED


def test_a_card_shows_no_spot_and_no_birthday(tenant: TenantWorld) -> None:
    taken(tenant, row("1", consents=SHARED, lat=28.123456, lon=112.987654, about="住在某某路 1 号"))
    with tenant.as_system() as work:
        (card,) = candidate_rows(work)
    assert (card.lat, card.lon) == (28.1, 113.0)
    assert "某某路" not in repr(card)
    assert str(date(1988, 5, 1).year) not in repr(card)


@pytest.mark.parametrize(
    ("code", "found"),
    [(430000, 3), (430100, 2), (430102, 2), (430102001, 1), (430104, 0), (430200, 1)],
)
def test_a_division_holds_what_lies_in_it(tenant: TenantWorld, code: int, found: int) -> None:
    places = (430102, 430102001, 430202)
    taken(tenant, *(row(str(place), place_code=place) for place in places))
    with tenant.as_system() as work:
        query = select(func.count(Seeker.id)).where(Seeker.tenant_id == tenant.code, within(code))
        assert work.session.scalar(query) == found
