"""Names of occupations: official titles, and everyday names of trades."""

from dataclasses import dataclass
from functools import cache

from language.classification import DETAILED_LEVEL, table
from language.cleaning import fold
from language.resources import rows

_OF_MANY = "普工"


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name inside a text, and the occupations it may mean."""

    name: str
    start: int
    end: int
    codes: tuple[str, ...]

    @property
    def length(self) -> int:
        """Characters of the name."""
        return self.end - self.start


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Codes of level 4 by folded name, the likeliest first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("occupation_aliases"):
        found |= dict.fromkeys(map(fold, row["aliases"].split()), tuple(row["code"].split()))
    for one in table().values():
        if one.level == DETAILED_LEVEL:
            for title in _official(fold(one.title)):
                found.setdefault(title, (one.code,))
    return found


_SPOKEN = {  # how people shorten the endings of official titles
    "工程技术人员": ("工程师", "工程技术员"),
    "医师": ("医生",),
    "教师": ("老师",),
    "研究人员": ("研究员",),
}


def _official(title: str) -> list[str]:
    """An official title, and how people say it: 环境监测工程技术人员, 环境监测工程师."""
    ending = next((e for e in _SPOKEN if title.endswith(e)), "")
    return [title, *(title.removesuffix(ending) + spoken for spoken in _SPOKEN.get(ending, ()))]


@cache
def everyday_names() -> dict[str, str]:
    """The name people use for each occupation: the first alias of the first row it leads."""
    first: dict[str, str] = {}
    for row in rows("occupation_aliases"):
        first.setdefault(row["code"].split()[0], row["aliases"].split()[0])
    return first


def mentions(text: str) -> list[Mention]:
    """Names in folded text; of two that overlap the longer, of equals the later."""
    found: list[Mention] = []
    for position in range(len(text)):
        mention = _longest_at(text, position)
        if mention is None or (found and mention.end <= found[-1].end):
            continue
        if found and mention.start < found[-1].end:
            if mention.length < found[-1].length:
                continue
            found.pop()
        found.append(mention)
    return found


def _longest_at(text: str, position: int) -> Mention | None:
    for end in range(min(len(text), position + _longest()), position + 1, -1):
        name = text[position:end]
        codes = names().get(name)
        if codes and not cuts_latin(text, position, end):
            return Mention(name, position, end, codes)
    return None


def cuts_latin(text: str, start: int, end: int) -> bool:
    """Tell whether the span ends inside a Latin word (java in javascript)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    cuts_before = (
        text[start].isascii() and text[start].isalpha() and before.isascii() and before.isalpha()
    )
    cuts_after = text[end - 1].isascii() and after.isascii() and after.isalnum()
    return cuts_before or cuts_after


@cache
def _longest() -> int:
    return max(len(name) for name in names())


@cache
def generic() -> frozenset[str]:
    """Names too common to decide alone: 助理, 老师, 操作工."""
    return frozenset(row["name"] for row in rows("generic_names"))


def of_many(name: str) -> bool:
    """Tell whether a name says little even alone, for many trades go by it: 普工, 暑假工."""
    return name in _little() or names()[name] == names()[_OF_MANY]


@cache
def _little() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("generic_names") if row["alone"] == "many")
