"""One segmentation of Chinese text, for the index and for queries alike."""

import re
from functools import cache

import rjieba

from language.cleaning import fold
from language.occupation_lexicon import names as occupation_names
from language.places import place_names
from language.skills import skill_names

_FREQUENCY = 20_000
_LEAST_PART = 2
_WORD = re.compile(r"\w")
_LATIN_WORD = re.compile(r"c\+\+|c#|\.net|[a-z0-9]+(?:\.(?:js|\d+))?")
_CHINESE_WORD = re.compile("[\u4e00-\u9fff]+")


def segment(text: str) -> list[str]:
    """Words of a text: half-width, lower case, without punctuation and blanks.

    A name we know comes with the names inside it (叉车司机 with 叉车 and 司机, 望城区
    with 望城), so that either finds it.
    """
    words: list[str] = []
    position = 0
    plain = fold(text)
    for match in _LATIN_WORD.finditer(plain):
        words += _cut(plain[position : match.start()])
        words.append(match[0])
        position = match.end()
    return words + _cut(plain[position:])


def segmented(text: str) -> str:
    """Words joined with blanks, as the whitespace analyzer of the index wants them."""
    return " ".join(segment(text))


def _cut(piece: str) -> list[str]:
    if not piece:
        return []
    words = (word for word in _own_jieba().cut(piece, hmm=False) if _WORD.search(word))
    return [part for word in words for part in (word, *_parts(word))]


@cache
def _own_words() -> frozenset[str]:
    """Names of occupations and skills, in Chinese characters alone."""
    words = {*occupation_names(), *skill_names()}
    return frozenset(word for word in words if _CHINESE_WORD.fullmatch(word))


@cache
def _own_jieba() -> rjieba.Jieba:
    """Instance of the default dictionary with our names added; it never guesses (no HMM)."""
    jieba = rjieba.Jieba()
    for word in sorted(_own_words() | place_names().keys()):
        jieba.add_word(word, _FREQUENCY, None)
    return jieba


@cache
def _plain_jieba() -> rjieba.Jieba:
    return rjieba.Jieba()


def made_of_words(text: str) -> bool:
    """Tell whether the common dictionary knows every word of a text, none a single character."""
    return all(len(word) >= _LEAST_PART for word in _plain_jieba().cut(text, hmm=False))


@cache
def _parts(word: str) -> tuple[str, ...]:
    """Names inside one of our names; none for other words."""
    if word in _own_words():
        ends = (word[start:] for start in range(1, len(word) - 1))
        cut = _plain_jieba().cut(word, hmm=False)
        inside = [*cut, *(end for end in ends if end in _own_words())]
    else:
        inside = [place_names().get(word, word)]
    return tuple(dict.fromkeys(p for p in inside if p != word and len(p) >= _LEAST_PART))
