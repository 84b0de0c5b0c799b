"""Places of China by code and by the names people write."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from language.resources import Row, rows

_LEVELS = ("province", "prefecture", "county", "township")
HUNAN = 430000


@dataclass(frozen=True, slots=True)
class Place:
    """A division of GB/T 2260; a township has its county's centroid.

    `lat`, `lon` are degrees (WGS 84); `precision` says what they are the centroid of.
    """

    code: int
    name: str
    full_name: str
    level: str
    parent: int | None
    lat: float
    lon: float
    precision: str


class UnknownPlaceError(LookupError):
    """No division has this code."""


def place(code: int | str) -> Place:
    """Place of a 6-digit division code or a 9-digit township code of Hunan.

    Raises UnknownPlaceError.
    """
    found = _places().get(int(code))
    if found is None:
        raise UnknownPlaceError(code)
    return found


def provinces() -> list[Place]:
    """All provinces, by code."""
    return [p for p in _places().values() if p.level == "province"]


def children_of(code: int) -> list[Place]:
    """Divisions directly below one, by code."""
    return list(_children().get(code, ()))


def prefectures_of(province_code: int) -> list[Place]:
    """Prefectures of a province, by code."""
    return [p for p in children_of(province_code) if p.level == "prefecture"]


def counties_of(prefecture_code: int) -> list[Place]:
    """Counties and districts of a prefecture (or of a municipality), by code."""
    return [p for p in children_of(prefecture_code) if p.level == "county"]


def provinces_and_cities() -> set[str]:
    """Full and short names of provinces and prefectures."""
    large = [p for p in _places().values() if p.level in _LEVELS[:2]]
    return {name for p in large for name in (p.name, _short_name(p))}


@cache
def place_names() -> dict[str, str]:
    """Every name of a place we know, full, short and former, with its short name."""
    return {name: _short_name(found[0]) for name, found in _names().items()}


def named_places() -> dict[str, Place]:
    """What each name alone means, of those that alone mean one place."""
    chosen = ((name, _alone(found)) for name, found in _names().items())
    return {name: found for name, found in chosen if found}


def townships_of(county_code: int) -> list[Place]:
    """Townships and streets of a county of Hunan, by code; none are known elsewhere."""
    return [p for p in children_of(county_code) if p.level == "township"]


def lineage(found: Place) -> list[Place]:
    """The place and what it lies in, from the province down."""
    above = lineage(_places()[found.parent]) if found.parent else []
    return [*above, found]


def is_within(inner: Place, outer_code: int) -> bool:
    """Tell whether a place is, or lies in, another."""
    return any(p.code == outer_code for p in lineage(inner))


def find_place(text: str | None, within: int | None = None) -> Place | None:
    """Deepest place a place field or address names, or None when none or not sure.

    A district of several cities (江北区) needs its city in the text or `within`, the
    code of a division to prefer.
    """
    plain = re.sub(r"\s+", "", text or "")
    context = _places().get(within) if within else None
    named: Place | None = None
    position = 0
    while position < len(plain):
        chosen, length = _step(plain, position, named or context, sure=named is not None)
        named = chosen or named
        position += length
    return named


def _step(
    plain: str, position: int, context: Place | None, *, sure: bool
) -> tuple[Place | None, int]:
    """Longest name at a position that fits what is known so far, and its length.

    A first name that several places share is passed over whole: 江北区 is not 北区.
    """
    for length in range(min(_longest(), len(plain) - position), 1, -1):
        candidates = _names().get(plain[position : position + length])
        chosen = _choose(candidates, context, sure=sure) if candidates else None
        if chosen and not _reads_on(plain, position + length, chosen, length):
            return chosen, length
        if candidates and not sure:
            return None, length
    return None, 1


def _choose(candidates: list[Place], context: Place | None, *, sure: bool) -> Place | None:
    inside = [c for c in candidates if context and c != context and is_within(c, context.code)]
    if len(inside) > 1:
        least = min(_LEVELS.index(c.level) for c in inside)
        inside = [c for c in inside if _LEVELS.index(c.level) == least]
    if len(inside) == 1:
        return inside[0]
    return None if sure else _alone(candidates)


def _alone(candidates: list[Place]) -> Place | None:
    """Meaning of a name without context: the highest level, when it is the only one there."""
    known = [c for c in candidates if c.level != "township"]
    if not known:
        return candidates[0] if len(candidates) == 1 else None
    top = min(_LEVELS.index(c.level) for c in known)
    highest = [c for c in known if _LEVELS.index(c.level) == top]
    return highest[0] if len(highest) == 1 else None


_STREET_FOLLOWS = re.compile(
    "^(?:中路|东路|西路|南路|北路|大道|路|街(?!道)|大街|巷|大厦|广场|银行|大学|学院)"
)


def _reads_on(plain: str, end: int, chosen: Place, length: int) -> bool:
    """A short name before 路 or 大道 is a street, not the place (长沙的韶山路)."""
    return length < len(chosen.name) and bool(_STREET_FOLLOWS.match(plain[end:]))


_ETHNIC = (
    "壮族|回族|维吾尔|苗族|土家族|侗族|瑶族|藏族|彝族|蒙古族?|满族|朝鲜族|哈萨克族?|傣族|景颇族|白族|"
    "傈僳族|哈尼族|布依族|羌族|黎族|畲族|仡佬族|水族|纳西族|拉祜族|佤族|布朗族|毛南族|仫佬族|东乡族|"
    "土族|撒拉族|保安族|裕固族|锡伯族?|塔吉克|柯尔克孜|达斡尔族|鄂温克族?|鄂伦春|怒族|独龙族|普米族|各族"
)
_SHORT = re.compile(
    rf"(?:特别行政区|(?:(?:{_ETHNIC})+自治[区州县旗])|自治[区州县旗]|维吾尔自治区|省|市|地区|盟|县|区|"
    r"林区|特区|街道办事处|街道|镇|(?:(?:民族|[^\d]族)乡)|乡)$"
)


def _short_name(found: Place) -> str:
    """Name as people shorten it: 长沙, 湘西, 岳麓; the whole name where nothing remains."""
    short = _SHORT.sub("", found.name)
    short = re.sub(rf"(?:{_ETHNIC})+$", "", short) if short != found.name else short
    return short if len(short) > 1 else found.name


@cache
def _places() -> dict[int, Place]:
    known: dict[int, Place] = {}
    for row in rows("places"):
        _add(known, row, row["parent"], row["level"])
    for row in rows("townships_hunan"):
        county = known[int(row["county"])]
        centroid = {"lat": str(county.lat), "lon": str(county.lon)}
        _add(known, row | centroid, row["county"], "township")
    return known


def _add(known: dict[int, Place], row: Row, parent: str, level: str) -> None:
    above = known[int(parent)] if parent else None
    known[int(row["code"])] = Place(
        code=int(row["code"]),
        name=row["name"],
        full_name=f"{above.full_name if above else ''}{row['name']}",
        level=level,
        parent=above.code if above else None,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        precision="county" if level == "township" else level,
    )


@cache
def _children() -> dict[int, list[Place]]:
    below: dict[int, list[Place]] = defaultdict(list)
    for found in _places().values():
        if found.parent:
            below[found.parent].append(found)
    return below


@cache
def _names() -> dict[str, list[Place]]:
    """Places by full and short name, and by the aliases of place_aliases.csv."""
    names: dict[str, list[Place]] = defaultdict(list)
    for found in _places().values():
        for name in (found.name, _short_name(found)):
            names[name].append(found)
    for row in rows("place_aliases"):
        names[row["name"]].append(_places()[int(row["code"])])
    return {name: list(dict.fromkeys(found)) for name, found in names.items()}


@cache
def _longest() -> int:
    return max(len(name) for name in _names())


PREFECTURES_HUNAN: tuple[Place, ...] = tuple(prefectures_of(HUNAN))
