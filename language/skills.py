"""Skills named in text, by their plain names."""

import re
from collections.abc import Iterable
from functools import cache

from language.cleaning import fold
from language.negation import is_denied
from language.resources import rows
from language.skill_contexts import AMBIGUOUS, is_meant

_LATIN = re.compile(r"[a-z0-9+#./ -]+")
_SEPARATORS = re.compile(r"[,、;|/\n\t·]+")
_LEVEL_MARK = re.compile(r"\[[^\]]*\]$")
_LONGEST_ENTRY = 20
_WISH = re.compile(
    r"[^,。;\n]{0,30}(?:,\s*者?)?(?:优先|加分|更佳|尤佳|更好|者佳|为佳|优选)(?!级|权|股)"
)


def find_skills(text: str) -> list[str]:
    """Skills in running text in order of appearance, each once, in our naming."""
    return list(dict.fromkeys(name for _, _, name in skill_spans(fold(text))))


def skill_spans(plain: str) -> list[tuple[int, int, str]]:
    """Where folded text names skills; what is offered (岗前培训) or denied (无需焊接) is none."""
    named = ((*match.span(), _names()[match[0]]) for match in _pattern().finditer(plain))
    return [
        span
        for span in named
        if (span[2] not in AMBIGUOUS or is_meant(plain, *span))
        and not is_denied(plain, span[0], span[1])
    ]


def sorted_skills(text: str) -> tuple[list[str], list[str]]:
    """Skills in running text, and those of them that it only wishes for (会python者优先)."""
    plain = fold(text)
    spans = skill_spans(plain)
    needed = {name for _, end, name in spans if not is_wish(plain, end)}
    named = list(dict.fromkeys(name for _, _, name in spans))
    return named, [name for name in named if name not in needed]


def is_wish(plain: str, end: int) -> bool:
    """Tell whether the clause that goes on at `end` of folded text is a wish."""
    return bool(_WISH.match(plain, end))


def plain_skill(entry: str) -> str:
    """One entry of a skill list in our naming (Excel[GOOD] → excel); unknown ones as written."""
    bare = _LEVEL_MARK.sub("", entry.strip())
    return _names().get(fold(bare), bare)


def plain_skills(entries: str | Iterable[str]) -> list[str]:
    """Entries of a skill list, or of one field that lists them, each once."""
    listed = _SEPARATORS.split(fold(entries)) if isinstance(entries, str) else entries
    named = (plain_skill(entry) for entry in listed)
    return [name for name in dict.fromkeys(named) if name and len(name) <= _LONGEST_ENTRY]


def skill_names() -> list[str]:
    """Every skill we know by its plain name, for pickers."""
    return list(dict.fromkeys(_names().values()))


@cache
def _names() -> dict[str, str]:
    """Plain name by each way of writing it; the first way is the plain name."""
    found: dict[str, str] = {}
    for row in rows("skills"):
        for entry in row["skills"].split():
            ways = [fold(way.replace("_", " ")) for way in entry.split("=")]
            found.update({way: ways[0] for way in ways if way not in found})
    return found


@cache
def _pattern() -> re.Pattern[str]:
    ways = sorted(_names(), key=len, reverse=True)
    latin = "|".join(re.escape(way) for way in ways if _LATIN.fullmatch(way))
    chinese = "|".join(re.escape(way) for way in ways if not _LATIN.fullmatch(way))
    return re.compile(rf"(?<![a-z0-9.])(?:{latin})(?![a-z0-9+#]|\.[a-z])|{chinese}")
