"""Telling about oneself, one thing a page."""

import pytest

from language.conditions import Condition
from language.education import Education
from marketplace.seekers import (
    About,
    Certificates,
    Change,
    ContactDetails,
    FigureOutOfRange,
    Home,
    HomePrecision,
    Hours,
    Limits,
    ListTooLong,
    OccupationUnknown,
    PayFloor,
    PhoneTaken,
    PlaceUnknown,
    Schooling,
    Section,
    Skills,
    StaleProfile,
    TextTooLong,
    Want,
    Wants,
    WorkingHours,
    change_profile,
    masked_contact,
    matching_rows,
    missing_fields,
    own_profile,
    stored_section,
)
from runtime.errors import NotAllowed
from tenants.outbox import Consumer, claim
from tests.make.seekers import next_phone, ready_seeker, registered_seeker
from tests.world import TenantWorld

TOLD: list[Change] = [
    Wants((Want("缝纫工", "6-05-01-03"), Want("看孩子"))),
    Home(430104, max_km=12.5),
    PayFloor(350_000, min_pay_hard=True),
    WorkingHours(Hours.PART_TIME),
    Schooling(Education.COLLEGE, 2.5),
    Skills(("平缝", "包缝")),
    Certificates(()),
    Limits((Condition.HEIGHTS, Condition.NIGHT_SHIFT), ("某某公司",)),
    ContactDetails("张小满", "13512340000", "某某路 1 号"),
    About("做事细心。\n能吃苦。"),
]


@pytest.mark.parametrize("change", TOLD, ids=lambda change: change.section)
def test_what_is_told_comes_back(tenant: TenantWorld, change: Change) -> None:
    seeker = registered_seeker(tenant)
    with tenant.as_seeker(seeker.id) as work:
        saved = change_profile(work, change, version=seeker.version)
        assert saved.version == seeker.version + 1 or saved.version > 1
        again = change_profile(work, change, version=1)
        assert again.version == saved.version
    with tenant.as_seeker(seeker.id) as work:
        assert stored_section(own_profile(work), change.section) == change
        assert change.section not in missing_fields(own_profile(work))


def test_matching_sees_all_that_was_told(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    with tenant.as_seeker(seeker.id) as work:
        for change in TOLD:
            change_profile(work, change, version=own_profile(work).version)
        assert missing_fields(own_profile(work)) == []
    with tenant.as_seeker(seeker.id) as work:
        (person,) = matching_rows(work, [seeker.id])
    assert person.wants == ("6-05-01-03",)
    assert person.want_titles == ("缝纫工", "看孩子")
    assert (person.skills, person.certificates) == (("平缝", "包缝"), ())
    assert person.excludes == ("heights", "night_shift")
    assert person.hidden_from == ("某某公司",)
    assert (person.min_pay_fen, person.min_pay_hard, person.max_km) == (350_000, True, 12.5)
    assert (person.education, person.experience_years) == ("college", 2.5)
    assert person.precision == HomePrecision.COUNTY
    assert person.lat == pytest.approx(28.2, abs=0.3)


def test_nobody_matches_others_from_a_persons_page(tenant: TenantWorld) -> None:
    seeker, other = ready_seeker(tenant), ready_seeker(tenant)
    for ids in ([other.id], [seeker.id, other.id], None):
        with pytest.raises(NotAllowed), tenant.as_seeker(seeker.id) as work:
            matching_rows(work, ids)


def test_two_tabs_with_the_same_page_show_both_texts(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    opened = seeker.version
    with tenant.as_seeker(seeker.id) as work:
        change_profile(work, PayFloor(500_000), version=opened)
    with pytest.raises(StaleProfile) as refusal, tenant.as_seeker(seeker.id) as work:
        change_profile(work, PayFloor(450_000, min_pay_hard=True), version=opened)
    both = refusal.value.both()
    assert (both["stored"], both["yours"]) == ("5000 元/月", "4500 元/月，低于此不看")
    with tenant.as_seeker(seeker.id) as work:
        change_profile(work, PayFloor(450_000, min_pay_hard=True), version=both["version"])
        assert own_profile(work).min_pay_fen == 450_000


def test_two_tabs_with_different_pages_both_save(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    for change in (PayFloor(500_000), Skills(("平缝",)), Home(430102)):
        with tenant.as_seeker(seeker.id) as work:
            change_profile(work, change, version=seeker.version)
    with tenant.as_seeker(seeker.id) as work:
        profile = own_profile(work)
    assert (profile.min_pay_fen, profile.skills, profile.place_code) == (500_000, ["平缝"], 430102)


def test_masked_contact_sent_back_means_as_stored(tenant: TenantWorld) -> None:
    taken = next_phone()
    registered_seeker(tenant, phone=taken)
    seeker = registered_seeker(tenant, name="欧阳𠮷")
    with tenant.as_seeker(seeker.id) as work:
        stored = stored_section(own_profile(work), Section.CONTACT)
        assert isinstance(stored, ContactDetails)
        masked = masked_contact(stored)
        change = ContactDetails(masked.name, masked.phone, "新地址 2 号")
        change_profile(work, change, version=seeker.version)
        kept = stored_section(own_profile(work), Section.CONTACT)
    assert kept == ContactDetails("欧阳𠮷", stored.phone, "新地址 2 号")
    with pytest.raises(PhoneTaken), tenant.as_seeker(seeker.id) as work:
        change_profile(work, ContactDetails("欧阳𠮷", taken), version=99)


def test_an_exact_home_is_told_apart_from_a_centre(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    with tenant.as_seeker(seeker.id) as work:
        exact = change_profile(work, Home(430104, lat=28.19, lon=112.94), version=1)
        assert (exact.lat, exact.precision) == (28.19, HomePrecision.EXACT)
        vague = change_profile(work, Home(430100), version=exact.version)
        assert (vague.lat, vague.precision) == (None, None)
        assert Section.PLACE in missing_fields(vague)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        (Home(430199), PlaceUnknown, "place_code"),
        (Home(430104, max_km=-1), FigureOutOfRange, "max_km"),
        (Home(430104, max_km=float("nan")), FigureOutOfRange, "max_km"),
        (PayFloor(-1), FigureOutOfRange, "min_pay_fen"),
        (Schooling(None, 99), FigureOutOfRange, "experience_years"),
        (Skills(tuple(str(n) for n in range(101))), ListTooLong, "skills"),
        (Wants(tuple(Want(str(n)) for n in range(11))), ListTooLong, "wants"),
        (Wants((Want("缝纫工", "9-99-99-99"),)), OccupationUnknown, "wants"),
        (About("长" * 5001), TextTooLong, "about"),
    ],
)
def test_what_cannot_be_meant_is_named(
    tenant: TenantWorld, change: Change, error: type[Exception], field: str
) -> None:
    seeker = registered_seeker(tenant)
    with pytest.raises(error) as refusal, tenant.as_seeker(seeker.id) as work:
        change_profile(work, change, version=seeker.version)
    assert refusal.value.field == field  # type: ignore[attr-defined]  # an Invalid


def test_markup_in_the_text_is_gone(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    with tenant.as_seeker(seeker.id) as work:
        saved = change_profile(work, About("<script>x()</script>细心"), version=1)
    assert saved.about == "细心"


def test_the_profile_is_ready_once(tenant: TenantWorld) -> None:
    seeker = ready_seeker(tenant)
    with tenant.as_seeker(seeker.id) as work:
        change_profile(work, Home(430102), version=seeker.version)
    with tenant.as_system() as work:
        ready = claim(work, Consumer.RECOMMEND, 100)
    assert [event.payload for event in ready] == [{"seeker_id": seeker.id}]
