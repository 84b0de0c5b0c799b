"""The core of a job title: without slogans, pay, places, brackets."""

import re
from functools import cache

from language.cleaning import fold
from language.places import provinces_and_cities
from language.resources import rows

_BRACKETED = re.compile(r"[(\[【{<《「『]([^)\]】}>》」』]*)[)\]】}>》」』]?")
_PAY = re.compile(
    r"(?:月薪|底薪|综合|无责|保底|年薪|日薪|时薪|薪资|工资|月入|日结|月结|收入|薪)*[:：]?\d+(?:\.\d+)?\s*"
    r"(?:[-~—至到+]\s*\d+(?:\.\d+)?)?\s*(?:k|w|千|万|元|块)(?:以上|起|左右|\+)?(?:/?(?:月|年|天|日|小时|h))?"
)
_FIGURES = re.compile(
    r"(?<![a-z+#])\d{2,}(?:\s*[-~+]\s*\d*)?(?:人|名|岁|元)?|\d+(?:人|名|险|金|薪|休|天|小时|年)"
)
_SEPARATORS = re.compile(r"[/、,|;+&·•\s_—–~!?。.:：*★☆◆●■▲※\"“”'‘’-]+")
_LONGEST_TITLE = 80
_PROTECTED = {"c++": "c＋＋", ".net": "．net", "node.js": "node．js"}
_GRADES = re.compile(
    r"^(?:高级|资深|初级|中级|中高级|大专|本科|校招|社招|急|招(?![生商投标])|聘|诚|[男女](?![装鞋士性包裤子]))"
    r"|(?:若干|数)?名$|\d+$"
)


def core_titles(title: str) -> list[str]:
    """Trades a title names, folded: 急聘！会计/出纳（双休）长沙 → 会计, 出纳.

    What stands in brackets comes last, as a weaker hint.
    """
    plain = _protect(fold(title[:_LONGEST_TITLE]))
    inside = " ".join(_BRACKETED.findall(plain))
    parts = [*_parts(_BRACKETED.sub(" ", plain)), *_parts(inside)]
    return list(dict.fromkeys(parts))


def _protect(plain: str) -> str:
    for written, kept in _PROTECTED.items():
        plain = plain.replace(written, kept)
    return plain


def _parts(plain: str) -> list[str]:
    bare = _slogans().sub(" ", _FIGURES.sub(" ", _PAY.sub(" ", plain)))
    parts = [_bare(part) for part in _SEPARATORS.split(bare)]
    return [part for part in parts if len(part) > 1]


def _bare(part: str) -> str:
    """A part without city before or after it and without grade words."""
    stripped = _cities().sub("", part)
    stripped = stripped if len(stripped) > 1 else part
    stripped = _GRADES.sub("", stripped) if len(stripped) > 2 else stripped  # noqa: PLR2004 - 2 is a word
    return stripped.replace("＋", "+").replace("．", ".")


@cache
def _cities() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, provinces_and_cities()), key=len, reverse=True))
    return re.compile(rf"^(?:{names})|(?:{names})$")


@cache
def _slogans() -> re.Pattern[str]:
    words = sorted((re.escape(r["phrase"]) for r in rows("title_slogans")), key=len, reverse=True)
    return re.compile("|".join(words))
