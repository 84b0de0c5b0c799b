"""Words of a query that ask for nothing by themselves: 我想找…的工作, 周末双休, 在长沙."""

import re
from dataclasses import replace

from language.queries.found import Found
from language.queries.structure import ChipKind
from language.work_phrases import trades_told

# possessive and atomic throughout: 想要想要… must not be tried in every way to cut it
_ASKING = (
    "(?>想要|想找|想做|急招|急聘|急找|诚聘|招聘|招工|求职|应聘|高薪|有没有|哪里有|哪有|有什么"
    "|一?[个份]|[我想要找做干招求])"
)
_WORK = "(?>工作|活儿?|岗位|职位|差事|事情?做?|工)"
_ENDING = f"(?>的{_WORK}?|{_WORK}|上班|招聘|招人|[吗呢呀啊?？!！。,，、;；])"
_BEFORE = re.compile(f"{_ASKING}++")
_AFTER = re.compile(f"{_ENDING}++$")
_ALL = re.compile(rf"(?>{_ASKING}|{_ENDING}|[^\w#+])++")
_REST = "周末|要求?|有|能|可以?|必须|最好|提供|给|带|买|交|缴纳?|需要"
_LEADS = {
    ChipKind.PLACE: re.compile("(?:在|去|到|来|坐标|地点:?)$"),
    ChipKind.PAY: re.compile("(?:要求?|给|开|每个?月|想要|能拿|拿)$"),
    ChipKind.BENEFIT: re.compile(
        "(?:周末|要求?|有|能|可以?|必须|最好|提供|给|带|买|交|缴纳?|需要)+$"
    ),
}
_LEADS |= {
    kind: re.compile("(?:要求?|我?是|我?有|能|可以?|接受)$")
    for kind in (ChipKind.EDUCATION, ChipKind.EXPERIENCE, ChipKind.CONDITION)
}
_TRAIL = re.compile("的(?:工作|活儿?|岗位)?")
_WINDOW = 8


def without_fillers(word: str) -> str:
    """A word without what asks for work before and after it; empty where nothing is left.

    招聘专员 keeps its beginning: it is part of a trade.
    """
    if _ALL.fullmatch(word):
        return ""
    trades = trades_told(word)
    first = min((each.start for each in trades), default=len(word))
    last = max((each.end for each in trades), default=0)
    before, after = _BEFORE.match(word, 0, first), _AFTER.search(word, last)
    start, end = (before.end() if before else 0), (after.start() if after else len(word))
    return word[start:end] if start < end else word


def padded(plain: str, found: list[Found]) -> list[Found]:
    """Pieces with the words that lead to them (周末双休, 在长沙), which mean nothing without."""
    result: list[Found] = []
    for at, each in enumerate(found):
        free = result[-1].end if result else 0
        until = found[at + 1].start if at + 1 < len(found) else len(plain)
        result.append(_padded(plain, each, free, until))
    return result


def _padded(plain: str, each: Found, free: int, until: int) -> Found:
    leads = _LEADS.get(each.kind)
    if leads is None:
        return each
    lead = leads.search(plain, max(free, each.start - _WINDOW), each.start)
    trail = _TRAIL.match(plain, each.end, until)
    return replace(
        each,
        start=lead.start() if lead else each.start,
        end=trail.end() if trail else each.end,
    )
