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
_WHOLLY_PAY = re.compile(
    r"[\d\s.,，\-~～—–至到/·*×xXkKwW+（）()￥¥元块人民币万千百薪年月周日天小时每个以上下起左右约底综合工资酬待遇面议谈税前后]+"
)
_POINTS = re.compile(r"[，。；、,;！!]")
_JOINTS = re.compile(r"[\s·\-—/|,，、]+")
LONG_TEXT, SENTENCE = 30, 8
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
    """Running text: long, or with points in it."""
    return len(text) >= LONG_TEXT or (len(text) >= SENTENCE and bool(_POINTS.search(text)))


def is_wholly_pay(text: str) -> bool:
    """A pay and nothing beside it, unlike a description in which 面议 occurs."""
    return bool(_WHOLLY_PAY.fullmatch(text)) and is_pay(text)


def is_wholly_place(text: str) -> bool:
    """Names of divisions and nothing beside them, unlike a firm with a city in its name."""
    found = find_place(text)
    if found is None:
        return False
    rest = iter(found.full_name)
    return all(character in rest for character in _JOINTS.sub("", text))


def is_plain_title(text: str) -> bool:
    """A title without points, unlike a short description."""
    return not _POINTS.search(text) and is_title(text)


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
WHOLLY: dict[str, Shape] = {  # of several columns with a field's shape, the purest one counts
    "pay": is_wholly_pay,
    "place": is_wholly_place,
    "title": is_plain_title,
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
