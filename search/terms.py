"""Turning values into what the indices hold: words, paths of codes, vectors."""

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from language.cleaning import fold
from language.segmenter import segmented

FloatArray = npt.NDArray[np.float32]

WORDS: dict[str, object] = {"type": "text", "analyzer": "whitespace"}
"""Text is cut and lower-cased by us, alike for documents and queries; Elasticsearch only splits
at blanks."""

KEYWORD: dict[str, object] = {"type": "keyword"}
FOLDED: dict[str, object] = {"type": "keyword", "normalizer": "lowercase"}

_CHARACTERS = re.compile(r"[a-z0-9]+|\w")
_BREAK = " | "  # a token that no query holds: a phrase never spans two texts

_DECIMALS = 6  # beyond float32's own precision for parts of a unit vector


def words(*texts: str | None) -> str:
    """Return the texts as blank-separated words, the way queries are cut too."""
    return segmented(" ".join(text for text in texts if text))


@lru_cache(maxsize=8192)
def repeated_words(*texts: str | None) -> str:
    """Return the same as `words`, for names that come back in many documents."""
    return words(*texts)


def characters(*texts: str | None) -> str:
    """Return the texts cut to single characters (Latin words and numbers whole).

    A phrase of such tokens is found wherever it is written, however a dictionary would cut
    the words around it: 电焊 in 二氧化碳电焊工.
    """
    return _BREAK.join(" ".join(_CHARACTERS.findall(fold(text))) for text in texts if text)


def place_path(code: int | None) -> list[str]:
    """Return the divisions in which a place lies, from the province down to itself.

    A county's code has 6 digits, a township's 9, each beginning with what it lies in.
    """
    if code is None:
        return []
    digits = str(code)
    county = digits[:6]
    above = [f"{county[:2]}0000", f"{county[:4]}00", county]
    return list(dict.fromkeys([*above, digits]))


def occupation_path(codes: Iterable[str | None]) -> list[str]:
    """Return occupations with the groups above them: "4-08-05" lies in "4-08" and "4"."""
    path: list[str] = []
    for code in codes:
        parts = code.split("-") if code else []
        path += ["-".join(parts[: depth + 1]) for depth in range(len(parts))]
    return list(dict.fromkeys(path))


def point(lat: float | None, lon: float | None) -> dict[str, float] | None:
    """Return a geo_point; None where it is not known."""
    return None if lat is None or lon is None else {"lat": lat, "lon": lon}


def numbers(vector: FloatArray | None) -> list[float] | None:
    """Return a vector as JSON numbers, short ones: half the bytes to send and parse."""
    if vector is None:
        return None
    rounded: list[float] = np.round(vector.astype(np.float64), _DECIMALS).tolist()
    return rounded
