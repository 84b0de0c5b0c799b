"""Places in a query: 长沙望城 is one, 长沙 株洲 are two, 凤凰传媒 and 长沙银行 are none."""

import re
from collections.abc import Iterable
from functools import cache

from language.occupation_lexicon import Mention
from language.places import HUNAN, Place, find_place, is_within, place, place_names
from language.queries.found import Found
from language.queries.structure import ChipKind
from language.resources import rows

_Span = tuple[int, int]
_SHORT = 2
_SMALL = frozenset({"county", "township"})
_JOINS = re.compile("[·-]?")
_LARGE = frozenset({"province", "prefecture"})
_NO_PLACE_AFTER = re.compile(
    "中路|东路|西路|南路|北路|大道|路(?!桥)|街(?!道)|巷|大厦|广场|银行|大学|学院|师范|"
    "石(?![材油化])|菜|火锅|小面|拉面|牛肉|米粉|小吃|烤鸭|口味|特产|话|方言|人(?![民事力才员资工])"
)
_STREET = re.compile("[路街道桥]$")
_ALONE = re.compile("[省市县区州盟旗镇乡]$|街道$")


def places_found(plain: str, closed: Iterable[Found], within: int | None) -> list[Found]:
    """Where folded text names places, each with its code; what is `closed` holds
    none, being the name of a trade or read as something else (200一天长沙 is not 天长).

    A name that several places share needs the place it lies in, in the text or as
    `within`; so does one that is a word of every day as well (资源, 平安).
    """
    written = _written(plain, [(each.start, each.end) for each in closed])
    outer = [place(within)] if within else []
    alone = {span: _place(plain[slice(*span)], outer) for span in written}
    found = {span: _in_company(plain[slice(*span)], span, alone, outer) for span in written}
    return [
        Found(ChipKind.PLACE, *span, (str(named.code),))
        for span, named in found.items()
        if named and not _belies_city(plain, span, named, found)
    ]


def _belies_city(plain: str, span: _Span, named: Place, found: dict[_Span, Place | None]) -> bool:
    """Tell whether a county far away is written behind a city it is not of: 东莞·东城区."""
    before = [other for other in found if other[1] <= span[0]]
    city = found[before[-1]] if before else None
    if city is None or city.level != "prefecture" or named.level not in _SMALL:
        return False
    behind = _JOINS.fullmatch(plain, before[-1][1], span[0])
    return bool(behind) and not any(is_within(named, code) for code in (city.code, HUNAN))


def _in_company(
    name: str, span: _Span, alone: dict[_Span, Place | None], outer: list[Place]
) -> Place | None:
    """The place of a name beside the others of the query: 朝阳 is another one after 北京."""
    own = alone[span]
    others = [each for each in alone.values() if each and each != own]
    return _place(name, [*others, *outer]) or own


def without_cut_cities(plain: str, trades: Iterable[Mention]) -> str:
    """The text with the cities blanked that a name of a trade cuts: 司机长沙 has no 机长."""
    characters = list(plain)
    names = list(trades)
    for start, end in _written(plain, []):
        holds = any(m.start <= start and end <= m.end for m in names)
        cuts = any(m.start < end and start < m.end for m in names)
        if cuts and not holds and _is_large(plain[start:end]):
            characters[start:end] = " " * (end - start)
    return "".join(characters)


def _is_large(name: str) -> bool:
    found = _place(name, [])
    return found is not None and found.level in _LARGE


def lineages_joined(found: Iterable[Found]) -> list[tuple[str, list[Found]]]:
    """Codes of the places asked for, each with every piece that names it.

    A place that exactly one asked for lies in only says where that one is: it is part of it.
    """
    pieces: dict[str, list[Found]] = {}
    for each in found:
        pieces.setdefault(each.values[0], []).append(each)
    outer = {code for code in pieces if any(_within(other, code) for other in pieces)}
    asked = {code: list(named) for code, named in pieces.items() if code not in outer}
    for code in outer:
        inside = [each for each in asked if _within(each, code)]
        if len(inside) == 1:
            asked[inside[0]] += pieces[code]
    return list(asked.items())


def _within(inner: str, outer: str) -> bool:
    return inner != outer and is_within(place(inner), int(outer))


def _written(plain: str, closed: list[_Span]) -> list[_Span]:
    """The longest names from left to right, those that a closed piece holds or cuts left out."""
    found: list[_Span] = []
    starts = {start for start, _ in closed}
    position = 0
    while position < len(plain):
        end = _end_of_name(plain, position, starts)
        cut = any(start <= position < stop or start < end <= stop for start, stop in closed)
        if end and not cut:
            found.append((position, end))
        position = end if end and not cut else position + 1
    return found


def _end_of_name(plain: str, start: int, trades: set[int]) -> int:
    """Where the longest name at a position ends; 0 where there is none, or what follows
    makes it something else (长沙银行, 重庆火锅), unless that is a trade (长沙银行柜员).
    """
    for end in range(min(len(plain), start + _longest()), start + 1, -1):
        name = plain[start:end]
        if name not in place_names():
            continue
        if end in trades or _ALONE.search(name) or not _NO_PLACE_AFTER.match(plain, end):
            return end
    return 0


def _place(name: str, around: list[Place]) -> Place | None:
    """The place of a name, one that lies in a place of `around` before all others."""
    for outer in around:
        inner = find_place(name, outer.code)
        if inner and inner != outer and is_within(inner, outer.code):
            return inner
    alone = find_place(name) or find_place(name, HUNAN)
    return alone if alone and not _needs_context(name, alone) else None


def _needs_context(name: str, found: Place) -> bool:
    """Tell whether a name alone is more likely a word than the place."""
    if name in _words():
        return True
    short = len(name) == _SHORT or bool(_STREET.search(name))
    return found.level == "township" and short and not _ALONE.search(name)


@cache
def _words() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("place_words"))


@cache
def _longest() -> int:
    return max(len(name) for name in place_names())
