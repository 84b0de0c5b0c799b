"""Work told in words of every day: 带小孩, 修电脑, 打螺丝, and the trades it is."""

import re
from functools import cache, lru_cache

from language.classification import occupations
from language.cleaning import fold
from language.occupation_lexicon import Mention, mentions, names
from language.resources import rows

_REMEMBERED = 2048


@lru_cache(_REMEMBERED)
def trades_told(plain: str) -> tuple[Mention, ...]:
    """Trades folded text names or tells of; of two that overlap the longer, then the earlier.

    A name that holds what tells of work (修车工) stays; words that tell of work and are a
    name as well (照顾老人) stand for the codes of both.
    """
    told = [*_told(plain), *mentions(plain)]
    kept: list[Mention] = []
    for each in sorted(told, key=lambda one: (-one.length, one.start)):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda one: one.start))


def is_told(mention: Mention) -> bool:
    """Tell whether words that tell of work were read, not just a name of the lexicon."""
    return names().get(mention.name) != mention.codes


def as_named(plain: str) -> str:
    """The text with the name of the trade in place of words that tell of it."""
    for name, _, pattern in _phrases():
        for match in reversed(list(pattern.finditer(plain))):
            plain = plain[: match.start()] + name + plain[match.end() :]
    return plain


def _told(plain: str) -> list[Mention]:
    return [*_phrased(plain), *_whole_classes(plain)]


def _whole_classes(plain: str) -> list[Mention]:
    """Names of wider classes (保安服务人员), each with its own code."""
    return [
        Mention(name, start, start + len(name), (code,))
        for name, code in _classes().items()
        if (start := plain.find(name)) >= 0
    ]


@cache
def _classes() -> dict[str, str]:
    """Codes of 中类 and 小类 by their titles, the narrower before the wider of one title."""
    wider = [one for level in (3, 2) for one in occupations(level)]
    titles = {fold(one.title): one.code for one in reversed(wider)}
    return {title: code for title, code in titles.items() if title not in names()}


def _phrased(plain: str) -> list[Mention]:
    return [
        Mention(match[0], *match.span(), tuple(dict.fromkeys([*codes, *names().get(match[0], ())])))
        for _, codes, pattern in _phrases()
        for match in pattern.finditer(plain)
    ]


@cache
def _phrases() -> list[tuple[str, tuple[str, ...], re.Pattern[str]]]:
    """Of each pattern the first trade's name, and the codes of all, the likeliest first."""
    return [
        (trades[0], _codes(trades), re.compile(row["pattern"]))
        for row in rows("work_phrases")
        if (trades := row["names"].split())
    ]


def _codes(trades: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for trade in trades for code in names()[trade]))
