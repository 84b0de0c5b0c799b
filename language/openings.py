"""Number of openings as people write it."""

import re

from language.cleaning import fold
from language.numerals import chinese_number

_DIGIT = r"\d{1,6}|[一二两三四五六七八九十百]{1,5}"
_FIELD = re.compile(
    rf"(?:招聘?|共|约|各|需)?(?:人数[::]?)?({_DIGIT})(?:(?:-|~|至|到)({_DIGIT}))?[人名位个]?(?:左右|以上)?"
)
_TEXT = re.compile(
    rf"(?:招聘?|聘|需|急招|诚聘|急聘|[::]|人数)[^\d\n,。;]{{0,6}}?({_DIGIT})\s*(?:[-~至到]\s*(?:{_DIGIT})\s*)?[人名位](?![次均以民])"
)
_OF_THE_EMPLOYER = re.compile("(?:员工|职工|总人数|总数|团队|现有)[^,。;\n]{0,10}$")


def parse_openings(text: str | float | None) -> int | None:
    """Openings of a short field: 招3人 is 3, 5-10人 is 5; 若干, 不限 and 0 are not known."""
    written = "".join(fold(str(text if text is not None else "")).split()).removesuffix(".0")
    match = _FIELD.fullmatch(written)
    return _count(match[1]) if match else None


def find_openings(text: str) -> int | None:
    """Openings named in running text (招聘普工20名, 电焊工:4人), or None."""
    spans = openings_spans(fold(text))
    return spans[0][2] if spans else None


def openings_spans(plain: str) -> list[tuple[int, int, int]]:
    """Where folded text names the number of openings."""
    return [
        (*match.span(1), count)
        for match in _TEXT.finditer(plain)
        if (count := _count(match[1])) is not None
        and not _OF_THE_EMPLOYER.search(plain[: match.start(1)][-16:])
    ]


def _count(written: str) -> int | None:
    count = chinese_number(written)
    number = int(written) if count is None and written.isdigit() else count
    return number or None
