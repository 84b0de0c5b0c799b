"""Levels of education as people write them, in their order."""

import re
from enum import StrEnum
from typing import Self

from language.cleaning import fold


class Education(StrEnum):
    """Level of education; comparisons follow the level, not the letters."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SECONDARY = "secondary"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"

    @property
    def rank(self) -> int:
        """Place in the order, from 0 (none) to 7 (doctor)."""
        return _ORDER[self.value]

    def __lt__(self, other: str) -> bool:
        """Tell whether this level is below the other."""
        return self.rank < Education(other).rank

    def __le__(self, other: str) -> bool:
        """Tell whether this level is the other or below it."""
        return self.rank <= Education(other).rank

    def __gt__(self, other: str) -> bool:
        """Tell whether this level is above the other."""
        return self.rank > Education(other).rank

    def __ge__(self, other: str) -> bool:
        """Tell whether this level is the other or above it."""
        return self.rank >= Education(other).rank

    @classmethod
    def ranked(cls, rank: int) -> Self:
        """Level at a place in the order."""
        return tuple(cls)[rank]


_ORDER: dict[str, int] = {level.value: rank for rank, level in enumerate(Education)}
_WORDS = {
    Education.DOCTOR: "博士(?:研究生|生|后)?|ph\\.?d|doctorate",
    Education.MASTER: "硕士(?:研究生|生)?|研究生|mba|emba|mpa|master(?:'?s)?(?= degree|$)",
    Education.BACHELOR: "本科|学士|大学毕业|大学学历|大学(?:\\(含\\))?(?:及|或)?以上|大本|专升本"
    "|大学生|统招本|bachelor(?:'?s)?",
    Education.COLLEGE: "大学专科|大专|专科|高职(?!高专班)|高等职业|高专|技师学院"
    "|(?:junior )?college(?= degree| diploma| or above|$)",
    Education.SECONDARY: "高中|中专|中技|职高|技校|中等(?:专业|专科|职业|师范|教育)|中职|职中"
    "|中师|高技|技工学校|职校|高级中学|职业(?:中学|学校)|普高|三校生|high ?school",
    Education.JUNIOR: "初中|初级中学|九年义务教育|义务教育",
    Education.PRIMARY: "小学|识字",
    Education.NONE: "学历不限|不限学历|学历无要求|无学历要求|不要求学历|文化程度不限|文盲|不识字",
}
_LEVEL = re.compile(
    "|".join(f"(?P<{level.value}>{words})" for level, words in _WORDS.items()).replace("|none", "")
)
_UNLIMITED = re.compile(
    r"^(?:对?学历|文化程度|教育程度)?[:：]?\s*"
    r"(?:不限|无|无要求|不[要作做]要?求|没有?要求|均可|都可以?|无所谓|none)\s*$"
)
_NO_FLOOR = re.compile(
    r"^(?:以下|不限)|(?:学历|程度|文化|水平)[:：]?(?:均|都)?(?:以下|以内|不限)"
    r"|(?<!业)(?<!验)(?<!龄)(?<!别)(?<!域)(?<!籍)(?<!区)(?<!制)(?<!历)不限"
    r"|(?:中|学|科|专|技|职|校|士|生|历)(?:\([含及]\))?(?:及|或|含)?(?:以下|以内)"
)
_WHOLE_FIELD = re.compile(r"(?<=.)(?:教育|程度)$")
_PREFERRED = re.compile(
    r"[^,。;、\n]{0,12}(?:优先|尤佳|更佳|更好|者佳|放宽|可放宽|preferred|a plus)"
)
_NOT_A_LEVEL = re.compile(
    r"^(?:生物|附近|门口|生辅导|课程|生课|部|教师|老师|教育|数学|英语|语文|英文|班)"
)
_WORD_LEVEL = {"大学": Education.BACHELOR}


def parse_education(text: str | None) -> Education | None:
    """Level named in a short field: 大专及以上学历, 学历不限, 中专/高中. None if none is named.

    With several (大专或本科) the lowest counts: it is what a floor means.
    """
    return _lowest(_field(text))


def parse_attained(text: str | None) -> Education | None:
    """Level a person reached: of several named (大专、自考本科) the highest; None if none."""
    plain = _field(text)
    if _UNLIMITED.match(plain):
        return Education.NONE
    levels = _levels(plain)
    return max(levels) if levels else None


def parse_education_floor(text: str | None) -> Education | None:
    """Least level a posting's education field asks for; 初中以下 and 不限 ask for none."""
    plain = _field(text)
    return Education.NONE if _NO_FLOOR.search(plain) or _only_wished(plain) else _lowest(plain)


def find_education_floor(text: str) -> Education | None:
    """Least level running text requires (大专以上学历); wishes (本科优先) do not count."""
    plain = fold(text)
    floors = [_floor(plain, level, end) for level, end in _named(plain)]
    required = [level for level in floors if level is not None]
    return min(required) if required else None


_REQUIREMENT = re.compile(
    r"^(?:或|及|和)?(?:同等|相当)?(?:及|或|含)?(?:其?以上|起|学历|文凭|毕业|或以上|或同等|\(含\))|^[^,。;\n]{0,8}(?:以上|学历)"
    r"|^'?s?\s*(?:degree|diploma|graduate)?\s*(?:or|and) (?:above|higher)|^'?s? (?:degree|diploma)"
)


def _floor(plain: str, level: Education, end: int) -> Education | None:
    after = plain[end : end + 24]
    if level is Education.NONE or re.match(r"(?:及|或)?以下", after):
        return Education.NONE
    if _PREFERRED.match(after):
        return None
    asked_before = re.search(
        r"(?:学历|文化程度|教育程度)[^,。;\n]{0,6}$", plain[: max(0, end - 2)][-14:]
    )
    return level if _REQUIREMENT.match(after) or asked_before else None


def education_spans(plain: str, *, floor: bool = True) -> list[tuple[int, int, Education]]:
    """Where folded text names a level; with `floor`, only where it requires one."""
    return [
        (*match.span(), level)
        for match in _LEVEL.finditer(plain)
        if not _NOT_A_LEVEL.match(plain[match.end() :])
        and (level := _level_at(plain, match, floor=floor)) is not None
    ]


def _level_at(plain: str, match: re.Match[str], *, floor: bool) -> Education | None:
    level = Education(match.lastgroup or "")
    return _floor(plain, level, match.end()) if floor else level


def _field(text: str | None) -> str:
    """A short field as it is compared: 本 科 and 大学本科教育 name their level like 本科."""
    return _WHOLE_FIELD.sub("", "".join(fold(text or "").split()))


def _lowest(plain: str) -> Education | None:
    if _UNLIMITED.match(plain):
        return Education.NONE
    levels = _levels(plain)
    return min(levels) if levels else None


def _only_wished(plain: str) -> bool:
    """本科优先 asks for nothing; 大专以上,本科优先 asks for the first."""
    named = _named(plain)
    return bool(named) and all(_PREFERRED.match(plain[end:]) for _, end in named)


def _levels(plain: str) -> list[Education]:
    alone = _WORD_LEVEL.get(plain)
    return [level for level, _ in _named(plain)] or ([alone] if alone else [])


def _named(plain: str) -> list[tuple[Education, int]]:
    return [
        (Education(match.lastgroup or ""), match.end())
        for match in _LEVEL.finditer(plain)
        if not _NOT_A_LEVEL.match(plain[match.end() :])
    ]
