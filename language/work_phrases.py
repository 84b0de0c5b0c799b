"""Work told in words of every day: 带小孩, 修电脑, 打螺丝, and the trades it is."""

import re
from functools import cache, lru_cache

from language.occupation_lexicon import Mention, mentions, names
from language.resources import rows

_REMEMBERED = 2048


@lru_cache(_REMEMBERED)
def trades_told(plain: str) -> tuple[Mention, ...]:
    """Trades folded text names or tells of; of two that overlap the longer, then the earlier.

    A name that holds what tells of work (修车工) stays; 带小孩 goes before 小孩.
    """
    told = [*mentions(plain), *_told(plain)]
    kept: list[Mention] = []
    for each in sorted(told, key=lambda one: (-one.length, one.start)):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda one: one.start))


def as_named(plain: str) -> str:
    """The text with the name of the trade in place of words that tell of it."""
    for name, _, pattern in _phrases():
        for match in reversed(list(pattern.finditer(plain))):
            if match[0] not in names():
                plain = plain[: match.start()] + name + plain[match.end() :]
    return plain


def _told(plain: str) -> list[Mention]:
    return [
        Mention(match[0], *match.span(), codes)
        for _, codes, pattern in _phrases()
        for match in pattern.finditer(plain)
        if match[0] not in names()
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
