"""From lists of plain values to numpy columns, one function a kind of column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from language.places import UnknownPlaceError, place
from matching.facts import GROUPS, RESERVED_FOR, PostingFacts, SeekerFacts

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

OPEN_PAY_FEN = 2**31 - 1
FIRST_DAY, LAST_DAY = -(2**30), 2**30
OCCUPATION_LEVELS = 4
EVERYBODY = 255


def day_number(day: date) -> int:
    """Return the day as days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def occupation_prefixes(code: str | None) -> tuple[int, int, int, int]:
    """Return the code's prefix at each level as numbers ("4-02-06-01" → 4, 402, 40206, 4020601).

    A level that the code does not reach, or an unknown code, is -1. Raises
    ValueError when the code has other characters than digits and hyphens.
    """
    parts = code.split("-") if code else []
    numbers = [int("".join(parts[: n + 1])) for n in range(len(parts))]
    padded = (numbers + [-1] * OCCUPATION_LEVELS)[:OCCUPATION_LEVELS]
    return padded[0], padded[1], padded[2], padded[3]


def unit_vectors(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points on the unit sphere, (n, 3), of latitudes and longitudes in degrees, (n, 2)."""
    lat, lon = np.radians(places[:, 0]), np.radians(places[:, 1])
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def int_column(values: Sequence[int]) -> IntArray:
    """Return whole numbers as int64."""
    return np.array(values, np.int64)


def flag_column(values: Sequence[bool]) -> NDArray[np.bool_]:
    """Return yes or no as bool."""
    return np.array(values, np.bool_)


def float_column(values: Sequence[float | None]) -> NDArray[np.float64]:
    """Return numbers as float64, NaN where unknown."""
    return np.array(values, np.float64)  # None becomes NaN


def fen_column(values: Sequence[int | None], unknown: int) -> NDArray[np.int32]:
    """Return amounts of money as int32, with a stand-in for the unknown."""
    amounts = np.array(values, np.float64)  # None becomes NaN
    return np.nan_to_num(amounts, nan=unknown).clip(0, OPEN_PAY_FEN).astype(np.int32)


def day_column(values: Sequence[date | None], unknown: int) -> NDArray[np.int32]:
    """Return days as int32 days since 1970, with a stand-in for the unknown."""
    days = np.array(values, "datetime64[D]")  # None becomes NaT
    return np.where(np.isnat(days), unknown, days.astype(np.int64)).astype(np.int32)


def birth_column(values: Sequence[date | None]) -> NDArray[np.int32]:
    """Return days of birth as int32 year * 10000 + month * 100 + day, 0 where unknown."""
    days = (0 if v is None else v.year * 10000 + v.month * 100 + v.day for v in values)
    return np.fromiter(days, np.int32, len(values))


def code_column(
    values: Sequence[str | None], words: tuple[str, ...], first: int, unknown: int
) -> NDArray[np.int8]:
    """Return words of an ordered list as int8 numbers, any other word as the unknown."""
    numbers: dict[str | None, int] = {word: n for n, word in enumerate(words, first)}
    numbers[None] = unknown
    return np.fromiter((numbers.get(v, unknown) for v in values), np.int8, len(values))


def bit_column(values: Sequence[tuple[str, ...]], words: tuple[str, ...]) -> IntArray:
    """Return sets of words of a short list as bits; other words are left out."""
    bit = {word: 1 << n for n, word in enumerate(words)}
    return int_column([sum(bit.get(word, 0) for word in set(row)) for row in values])


def reserved_column(values: Sequence[str | None]) -> NDArray[np.uint8]:
    """Return kinds of reserved postings as the bits of the groups they are open to."""
    allowed = {kind: bit_column([groups], GROUPS)[0] for kind, groups in RESERVED_FOR.items()}
    return np.fromiter((allowed[v] if v else EVERYBODY for v in values), np.uint8, len(values))


def prefix_column(codes: Sequence[str | None]) -> NDArray[np.int32]:
    """Return occupation codes as int32 prefixes, (rows, 4)."""
    prefixes = {code: occupation_prefixes(code) for code in set(codes)}
    rows = np.array([prefixes[code] for code in codes], np.int32)
    return rows.reshape(len(codes), OCCUPATION_LEVELS)


def wish_column(rows: Sequence[tuple[str, ...]]) -> NDArray[np.int32]:
    """Return lists of occupation codes as int32 prefixes, (rows, longest list, 4)."""
    width = max((len(row) for row in rows), default=0) or 1
    padded = [code for row in rows for code in (*row, *([None] * (width - len(row))))]
    return prefix_column(padded).reshape(len(rows), width, OCCUPATION_LEVELS)


def place_column(rows: Sequence[PostingFacts] | Sequence[SeekerFacts]) -> NDArray[np.float64]:
    """Return places as float64 degrees, (rows, 2), NaN where unknown."""
    known = [(r.lat, r.lon) if r.lat is not None and r.lon is not None else None for r in rows]
    places = np.array([place or (np.nan, np.nan) for place in known], np.float64)
    places = places.reshape(len(rows), 2)
    if (np.abs(places[:, 0]) > 90).any():  # noqa: PLR2004  # degrees from equator to pole
        raise ValueError("a latitude is beyond ±90 degrees")
    return places


def area_column(
    rows: Sequence[PostingFacts] | Sequence[SeekerFacts], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return places as `place_column` gives them, and where only a city is known, its middle."""
    areas = places.copy()
    for row in np.flatnonzero(np.isnan(places[:, 0])).tolist():
        areas[row] = _middle(rows[row].place_code)
    return areas


@lru_cache(maxsize=4096)
def _middle(code: int | None) -> tuple[float, float]:
    """Return the middle of a prefecture or what is smaller; a province says too little."""
    try:
        found = place(code) if code is not None else None
    except UnknownPlaceError:
        found = None
    if found is None or found.level == "province":
        return np.nan, np.nan
    return found.lat, found.lon


def vector_column(vectors: FloatArray | None, rows: int) -> FloatArray:
    """Return vectors as contiguous float32; one zero a row where there are none."""
    if vectors is None:
        return np.zeros((rows, 1), np.float32)
    if len(vectors) != rows:
        raise ValueError("vectors and facts differ in number")
    return np.ascontiguousarray(vectors, np.float32)


def ascends(order: IntArray) -> bool:
    """Tell whether a sort order changes nothing."""
    return bool((order == np.arange(len(order))).all())
