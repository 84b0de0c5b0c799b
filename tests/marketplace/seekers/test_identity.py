"""Names, numbers and documents as people have them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.seekers import (
    BirthDayInvalid,
    BirthDayMissing,
    DocumentType,
    IdNumberInvalid,
    NameInvalid,
    PhoneInvalid,
    TooYoungToRegister,
)
from marketplace.seekers.identity import (
    Identity,
    age,
    checked_id_number,
    checked_identity,
    checked_name,
    checked_phone,
)
from tests.make.seekers import id_number

TODAY = date(2026, 3, 1)
RESIDENT = DocumentType.RESIDENT_ID


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("李四", "李四"),
        (" 王 小明 ".strip(), "王 小明"),
        ("𠮷田𬱖", "𠮷田𬱖"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("䶮\ue863", "䶮\ue863"),
        ("Mary-Jane O'Neil", "Mary-Jane O'Neil"),
    ],
)
def test_names_keep_rare_characters_and_one_middle_dot(written: str, kept: str) -> None:
    assert checked_name(written) == kept
    assert checked_name(kept) == kept


@pytest.mark.parametrize(
    "name", ["", "李", "😀😀", "李😀四", "12", "李4", "·李四", "李四。", "a" * 61]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(NameInvalid) as refusal:
        checked_name(name)
    assert refusal.value.field == "name"


def test_markup_in_a_name_is_gone() -> None:
    assert checked_name("<b>李四</b>\u200b") == "李四"


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        " 138 1234 5678",
        "+86 13812345678",
        "１３８１２３４５６７８",
        "0086-138-1234-5678",
    ],
)
def test_phones_in_every_notation(written: str) -> None:
    assert checked_phone(written) == "13812345678"


@pytest.mark.parametrize(
    "written", ["", "12812345678", "1381234567", "073188888888", "138****5678"]
)
def test_what_is_no_mobile_number_is_refused(written: str) -> None:
    with pytest.raises(PhoneInvalid):
        checked_phone(written)


def test_a_number_ending_in_x_is_good_in_lower_case_and_full_width() -> None:
    number = next(n for n in (id_number(serial=i) for i in range(40)) if n.endswith("X"))
    assert checked_id_number(number.lower(), RESIDENT) == number
    assert checked_id_number(f" {number[:6]} {number[6:-1]}Ｘ", RESIDENT) == number


@pytest.mark.parametrize("county", [430181, 430112, 430122, 429004])
def test_a_county_renamed_after_the_birth_does_not_spoil_a_number(county: int) -> None:
    number = id_number(county, born=date(1980, 1, 1))
    assert checked_id_number(number, RESIDENT) == number


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(place: int, shift: int) -> None:
    number = id_number(serial=123)
    wrong = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
    with pytest.raises(IdNumberInvalid):
        checked_id_number(wrong, RESIDENT)


@pytest.mark.parametrize(
    "number", ["", "430104199003071", "00" * 9, "99" * 9, "43010419900231000X", "x" * 18]
)
def test_what_is_no_identity_number_is_refused(number: str) -> None:
    with pytest.raises(IdNumberInvalid):
        checked_id_number(number, RESIDENT)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentType.RESIDENCE_PERMIT, id_number(810000, born=date(1990, 3, 7))),
        (DocumentType.RESIDENCE_PERMIT, id_number(830000, born=date(1990, 3, 7))),
        (DocumentType.HK_MACAO_PERMIT, "H12345678"),
        (DocumentType.HK_MACAO_PERMIT, "m1234567801"),
        (DocumentType.TAIWAN_PERMIT, "12345678"),
        (DocumentType.FOREIGNER_ID, "CHN310000000000"),
    ],
)
def test_documents_of_others_are_good_too(kind: DocumentType, number: str) -> None:
    assert checked_id_number(number, kind) == number.upper()


def test_the_number_tells_the_birth_day() -> None:
    number = id_number(born=date(1990, 3, 7))
    assert checked_identity(Identity("李四", "13812345678", number), TODAY).birth_on == date(
        1990, 3, 7
    )
    with pytest.raises(BirthDayInvalid):
        checked_identity(Identity("李四", "13812345678", number, birth_on=date(1991, 3, 7)), TODAY)


def test_a_permit_needs_the_birth_day_beside_it() -> None:
    permit = Identity("李四", "13812345678", "H12345678", DocumentType.HK_MACAO_PERMIT)
    with pytest.raises(BirthDayMissing):
        checked_identity(permit, TODAY)


def test_registration_starts_on_the_sixteenth_birthday() -> None:
    def registered(born: date) -> Identity:
        return checked_identity(Identity("李四", "13812345678", id_number(born=born)), TODAY)

    assert registered(date(2010, 3, 1)).birth_on == date(2010, 3, 1)
    with pytest.raises(TooYoungToRegister):
        registered(date(2010, 3, 2))
    with pytest.raises(BirthDayInvalid):
        registered(date(2026, 3, 2))


def test_a_leap_day_birthday_counts_on_the_first_of_march() -> None:
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age(date(2008, 2, 29), date(2026, 3, 1)) == 18
