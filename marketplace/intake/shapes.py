"""What a column's contents look like: pay, places, days, companies, titles."""

import re
from collections.abc import Callable, Sequence

from language.education import parse_education_floor
from language.occupations import guess_occupations
from language.pay import parse_pay
from language.places import find_place

ENOUGH = 0.6  # share of a column's cells that must have the shape
SAMPLE = 60
_COMPANY = re.compile(
    r"(?:公司|集团|厂|店|中心|学校|幼儿园|医院|合作社|商行|酒店|超市|事务所|工作室|经营部|分行|支行"
    r"|研究院|研究所|协会|委员会)(?:[（(].{1,12}[)）])?$"
)
_DAY = re.compile(r"\s*(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}.*")
_PEOPLE = re.compile(r"\s*招?\s*\d{1,4}\s*[人名位]\s*")
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_PHONE = re.compile(r"\s*1[3-9]\d{9}\s*")
_CITIZEN = re.compile(r"\s*\d{17}[\dXx]\s*")
_COMPOSITE = re.compile(r"[|｜]")
LONG_TEXT = 30
SHORT_TEXT = 24


def is_pay(text: str) -> bool:
    """A pay as people write it; a mere number or day is none."""
    if len(text) > SHORT_TEXT or _NUMBER.fullmatch(text) or _DAY.match(text):
        return False
    pay = parse_pay(text)
    return pay.negotiable or not pay.unparsed


def is_place(text: str) -> bool:
    """A place or an address, not a company that begins with one."""
    return not _COMPANY.search(text) and find_place(text) is not None


def is_company(text: str) -> bool:
    """A name that ends as organisations' names do."""
    return len(text) >= 4 and bool(_COMPANY.search(text))  # noqa: PLR2004 - 某某公司


def is_title(text: str) -> bool:
    """A short text that names an occupation."""
    short = len(text) <= SHORT_TEXT and not is_company(text)
    return short and bool(guess_occupations(text))


def is_day(text: str) -> bool:
    """A calendar day."""
    return bool(_DAY.fullmatch(text))


def is_people(text: str) -> bool:
    """A number of people, named as such."""
    return bool(_PEOPLE.fullmatch(text))


def is_education(text: str) -> bool:
    """A level of education in a short cell."""
    return len(text) <= SHORT_TEXT // 2 and parse_education_floor(text) is not None


def is_long(text: str) -> bool:
    """Running text."""
    return len(text) >= LONG_TEXT


def is_composite(text: str) -> bool:
    """Several requirements in one cell: 2年经验 | 大专 | 招1人."""
    return len(text) < LONG_TEXT * 2 and bool(_COMPOSITE.search(text))


def is_phone(text: str) -> bool:
    """A mobile number."""
    return bool(_PHONE.fullmatch(text))


def is_citizen_number(text: str) -> bool:
    """The form of an identity number."""
    return bool(_CITIZEN.fullmatch(text))


Shape = Callable[[str], bool]
POSTING_SHAPES: dict[str, Shape] = {
    "pay": is_pay,
    "company": is_company,
    "place": is_place,
    "title": is_title,
    "text": is_long,
    "openings": is_people,
    "education": is_education,
    "valid_to": is_day,
}
SEEKER_SHAPES: dict[str, Shape] = {
    "phone": is_phone,
    "id_number": is_citizen_number,
    "place": is_place,
    "education": is_education,
    "wants": is_title,
    "about": is_long,
}


def share(shape: Shape, cells: Sequence[str]) -> float:
    """Return the share of the cells that hold something which have the shape."""
    told = [cell.strip() for cell in cells if cell.strip()][:SAMPLE]
    return sum(map(shape, told)) / len(told) if told else 0.0
