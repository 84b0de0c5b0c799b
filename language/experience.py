"""Years of experience as people write them."""

import re

from language.cleaning import fold
from language.numerals import chinese_number

_DIGIT = (
    r"(?<![\d.])[0-3]\.5|(?<!\d)\d{1,2}|(?<![一二两三四五六七八九十])[一二两三四五六七八九十]{1,3}"
)
_YEARS = re.compile(
    rf"(?P<low>{_DIGIT}|半)\s*(?:(?:[-—–―－~]|至|到)\s*(?P<high>{_DIGIT})\s*)?年(?P<half>半)?(?P<after>[^,。;\n]{{0,16}})"
)
_NONE_NEEDED = re.compile(
    "经验不限|不限经验|无需经验|无经验|无工作经验|不需要?经验|无须经验|经验无要求|不要求经验|没有经验|"
    "零经验|0经验|新手|应届|在校|在读|毕业生|有无经验均可|有无.{0,4}经验"
)
_UNLIMITED = re.compile(r"^\s*(?:不限|无|无要求|不要求)\s*$")
_ABOUT_EXPERIENCE = re.compile("经验|经历|工作|从业|驾龄|岗位|工龄|以上")
_NOT_EXPERIENCE = re.compile(
    "^(?:内|前|后|底|度|以来)|^(?:[^,]{0,4})(?:毕业|合同|成立|历史|假|薪|会|级|一次)"
)
_UPPER_ONLY = re.compile("^[^,]{0,2}以下|^以内")


def parse_years(text: str | None) -> float | None:
    """Least years a short field asks for: 3-4年经验 is 3, 不限 and 无经验 are 0, else None."""
    plain = _plain(text or "")
    if _UNLIMITED.match(plain):
        return 0.0
    match = _YEARS.search(plain)
    if match:
        return 0.0 if _UPPER_ONLY.match(match["after"]) else _number(match)
    if _NONE_NEEDED.search(plain):
        return 0.0
    bare = re.fullmatch(r"\s*(\d{1,2})(?:\.0)?\s*", plain)
    return float(bare[1]) if bare else None


def find_years(text: str) -> float | None:
    """Least years of experience running text requires; a wish (优先) does not count."""
    plain = _plain(text)
    years = [_number(match) for match in _YEARS.finditer(plain) if _requires(plain, match)]
    if years:
        return max(years)
    return 0.0 if _NONE_NEEDED.search(plain) else None


def years_spans(plain: str) -> list[tuple[int, int, float]]:
    """Where folded text requires years of experience."""
    return [
        (match.start(), match.start("after"), _number(match))
        for match in _YEARS.finditer(plain)
        if _requires(plain, match)
    ]


_DASHES = re.compile("[—–―－]+")
_OF_THE_EMPLOYER = re.compile(
    "(?:已有|已经有|我们[^,。;\n]{0,12}|公司[^,。;\n]{0,12}(?:已|有了|拥有|具有|从事|专注|积累)"
    "|(?:管理团队|团队核心|核心成员|团队成员|创始人|讲师)[^,。;\n]{0,8}有?)[^,。;\n]{0,4}$"
)
_ENGLISH = re.compile(
    r"(\d{1,2})\+?(?:\s*-\s*\d{1,2})?\+?\s*(?:or more )?years?['’]?"
    r"(?: of)?(?: [a-z/&-]+){0,4}? experience"
)
_ENGLISH_NONE = re.compile(
    r"no (?:prior |previous |work )?experience (?:needed|required|necessary)"
)


def _plain(text: str) -> str:
    """Folded, dashes alike, English years as Chinese ones."""
    plain = _DASHES.sub("-", fold(text))
    return _ENGLISH_NONE.sub("无需经验", _ENGLISH.sub(r"\1年经验", plain))


_CLAUSE = re.compile("[^,。;\n]*")


def _requires(plain: str, match: re.Match[str]) -> bool:
    clause = _CLAUSE.match(plain[match.start() :])
    said = clause[0] if clause else ""
    if _OF_THE_EMPLOYER.search(plain[max(0, match.start() - 30) : match.start()]):
        return False
    if re.search("优先|更佳|尤佳|加分", said) or _NOT_EXPERIENCE.match(match["after"]):
        return False
    return bool(re.search("经验|经历|从业|驾龄|工龄", said))


def _number(match: re.Match[str]) -> float:
    low = match["low"]
    if low == "半":
        return 0.5
    spoken = chinese_number(low)
    years = float(spoken) if spoken is not None else float(low)
    return years + (0.5 if match["half"] else 0)
