"""Pinyin without tones: readings of characters, spellings of names, letters as people type."""

import re
from functools import cache
from itertools import islice, product

from language.resources import rows

Syllables = tuple[str, ...]

_MOST_SPELLINGS = 8
_MOST_PARSES = 48
_LONGEST_SYLLABLE = 6
_LETTERS = re.compile("[a-z]+")
_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("v", "u"))


def spellings(text: str) -> list[Syllables]:
    """Ways to read folded text, a syllable a character, the likeliest first; at most eight.

    What is no Chinese character is read as it is written.
    """
    usual, several = _readings()
    once = tuple([usual.get(char, char) for char in text])
    if several.keys().isdisjoint(text):
        return [once]
    readings = [several.get(char) or once[at : at + 1] for at, char in enumerate(text)]
    return list(islice(product(*readings), _MOST_SPELLINGS))


def as_heard(letters: str) -> str:
    """Pinyin with what many ears do not tell apart made one: zh z, ch c, sh s, ng n, l n."""
    for told, heard in _CONFUSED:
        letters = letters.replace(told, heard)
    return letters


def parses(typed: str) -> list[Syllables]:
    """Ways to cut typed letters and characters into syllables, whole or their first letters.

    dianhg: dian h g, di an h g; d焊工: d han gong. Fewest pieces first, at most 48.
    """
    ways: list[Syllables] = [()]
    for part in re.findall("[a-z]+|.", typed):
        cuts = _cuts(part) if _LETTERS.fullmatch(part) else spellings(part)
        ways = [(*way, *cut) for way in ways for cut in cuts][:_MOST_PARSES]
    return ways


def agrees(units: Syllables, syllables: Syllables) -> bool:
    """Tell whether each typed unit begins its syllable."""
    return all(map(str.startswith, syllables, units))


def initials(units: Syllables) -> str:
    """First letters of syllables."""
    return "".join([unit[:1] for unit in units])


def _cuts(letters: str) -> list[Syllables]:
    """Ways to cut letters into syllables and single letters, fewest pieces first."""
    ways: list[list[Syllables]] = [[()]]
    for end in range(1, len(letters) + 1):
        found = [
            (*way, letters[start:end])
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if end - start == 1 or letters[start:end] in _units()
            for way in ways[start]
        ]
        ways.append(sorted(found, key=len)[:_MOST_PARSES])
    alone = tuple(letters)
    return ways[-1] if alone in ways[-1] else [*ways[-1][: _MOST_PARSES - 1], alone]


@cache
def _units() -> frozenset[str]:
    """Syllables, and the beginnings of two letters."""
    return frozenset(row["reading"] for row in rows("pinyin")) | {"zh", "ch", "sh"}


@cache
def _readings() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The usual reading of each character, and every reading of those that have several."""
    usual = {char: row["reading"] for row in rows("pinyin") for char in row["first"]}
    several: dict[str, tuple[str, ...]] = {}
    for row in rows("pinyin"):
        for char in row["other"]:
            several[char] = (*several.get(char, (usual[char],)), row["reading"])
    return usual, several
