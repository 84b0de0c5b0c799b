"""Who a person is: checking names, phone numbers and identity documents. Pure."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from language.cleaning import plain_line
from language.places import provinces
from marketplace.seekers.errors import (
    BirthDayInvalid,
    BirthDayMissing,
    IdNumberInvalid,
    NameInvalid,
    PhoneInvalid,
    TooYoungToRegister,
)
from marketplace.seekers.models import DocumentType
from runtime.errors import together

YOUNGEST, OLDEST = 16, 120
LONGEST_NAME = 60
AGE_BANDS = {"16_24": 16, "25_34": 25, "35_44": 35, "45_54": 45, "55_up": 55}
"""Bands of age on cards, with the age at which each begins."""
CITIZENS = frozenset({DocumentType.RESIDENT_ID, DocumentType.RESIDENCE_PERMIT})
TAIWAN = 83  # first digits of residents' permits for Taiwan
MOBILE = re.compile(r"1[3-9]\d{9}")
_DOTS = re.compile("[•‧∙・･．•●⋅᛫]")
_SPACES = re.compile(r"[\s\-\u200b]")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
_PERMITS: dict[DocumentType, re.Pattern[str]] = {
    DocumentType.HK_MACAO_PERMIT: re.compile(r"[HM]\d{8}(?:\d{2})?"),
    DocumentType.TAIWAN_PERMIT: re.compile(r"\d{8}|\d{10}[A-Z]?"),
    DocumentType.FOREIGNER_ID: re.compile(r"[A-Z]{3}\d{12}|9\d{17}"),
}


@dataclass(frozen=True)
class Identity:
    """Who a person says they are; `birth_on` may be left to the resident's number."""

    name: str
    phone: str
    id_number: str
    document_type: DocumentType = DocumentType.RESIDENT_ID
    birth_on: date | None = None


def checked_identity(identity: Identity, today: date) -> Identity:
    """Return the identity in its normal form, with the day of birth.

    Raises NameInvalid, PhoneInvalid, IdNumberInvalid, BirthDayMissing, BirthDayInvalid,
    TooYoungToRegister; Several where more than one of them holds.
    """
    together(
        lambda: checked_name(identity.name),
        lambda: checked_id_number(identity.id_number, identity.document_type),
        lambda: _checked_birth(identity, today),
        lambda: checked_phone(identity.phone),
    )
    return replace(
        identity,
        name=checked_name(identity.name),
        phone=checked_phone(identity.phone),
        id_number=checked_id_number(identity.id_number, identity.document_type),
        birth_on=_checked_birth(identity, today),
    )


def _checked_birth(identity: Identity, today: date) -> date | None:
    """Return the day of birth; None where a resident's number is wrong and cannot tell it."""
    number, kind = _good_number(identity), identity.document_type
    born = checked_birth_day(identity.birth_on, number, kind, today)
    if born is None and (number is not None or kind not in CITIZENS):
        raise BirthDayMissing(field="birth_on")
    if born is not None and age(born, today) < YOUNGEST:
        raise TooYoungToRegister(field="id_number")
    return born


def _good_number(identity: Identity) -> str | None:
    try:
        return checked_id_number(identity.id_number, identity.document_type)
    except IdNumberInvalid:
        return None


def checked_name(text: str) -> str:
    """Return a name as documents write it: rare characters kept, every middle dot a `·`.

    Raises NameInvalid for emoji, digits, other symbols, and for less than two letters.
    """
    name = _DOTS.sub("·", plain_line(unicodedata.normalize("NFC", text)))
    letters = [character for character in name if _is_letter(character)]
    between = set(name) - set(letters)
    edges_fit = bool(name) and _is_letter(name[0]) and _is_letter(name[-1])
    if len(letters) < 2 or len(name) > LONGEST_NAME or not edges_fit or between - set("·-' "):  # noqa: PLR2004 - a surname and a given name
        raise NameInvalid(field="name")
    return name


def _is_letter(character: str) -> bool:
    # Co: private-use code points, with which registers write names that Unicode lacked.
    return unicodedata.category(character) in {"Lo", "Lu", "Ll", "Lm", "Mn", "Mc", "Co"}


def checked_phone(text: str) -> str:
    """Return the eleven digits of a mainland mobile number. Raises PhoneInvalid."""
    bare = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    phone = _COUNTRY.sub("", bare)
    if not MOBILE.fullmatch(phone):
        raise PhoneInvalid(field="phone")
    return phone


def checked_id_number(text: str, kind: DocumentType) -> str:
    """Return the normal form of a document's number. Raises IdNumberInvalid."""
    number = ric.compact(_SPACES.sub("", unicodedata.normalize("NFKC", text)))
    if kind in CITIZENS:
        fits = _is_citizen_number(number)
    else:
        fits = bool(_PERMITS[kind].fullmatch(number))
    if not fits:
        raise IdNumberInvalid(field="id_number")
    return number


def _is_citizen_number(number: str) -> bool:
    """GB 11643: form, province, day of birth, check character.

    The county is not compared with the years in which it existed, as `ric.validate` does:
    numbers given to people born before their county was renamed are good ones.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    known = {place.code // 10000 for place in provinces()} | {TAIWAN}
    if int(number[:2]) not in known or number[-1] != ric.calc_check_digit(number):
        return False
    return _born_by_number(number) is not None


def _born_by_number(number: str) -> date | None:
    try:
        return ric.get_birth_date(number)
    except InvalidComponent:
        return None


def checked_birth_day(
    given: date | None, number: str | None, kind: DocumentType, today: date
) -> date | None:
    """Return the day of birth: the resident's number tells it, else what was given.

    Raises BirthDayInvalid when both differ or nobody living can be born then.
    """
    told: Callable[[str], date | None] = _born_by_number
    known = told(number) if number and kind in CITIZENS else None
    born = known or given
    differs = known is not None and given is not None and known != given
    if differs or (born is not None and not 0 <= age(born, today) <= OLDEST):
        raise BirthDayInvalid(field="birth_on")
    return born


def age_band(born: date | None, year: int) -> str | None:
    """Return the code of the band of `AGE_BANDS` in which somebody is at the end of `year`.

    Bands turn with the year, for all at once: one that turned on a birthday would tell it.
    None where the birthday is not known, or lies too near.
    """
    if born is None:
        return None
    found = [code for code, first in AGE_BANDS.items() if year - born.year >= first]
    return found[-1] if found else None


def age(born: date, today: date) -> int:
    """Return full years of age on `today`."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
