"""Certificates a text asks for, told apart from those it only wishes for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from language.cleaning import fold
from language.negation import is_denied
from language.resources import rows


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates by their plain names: asked for, and welcome but not needed."""

    required: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()


DRIVING = "驾驶证"
_REMEMBERED = 10_000
_CLAUSE_END = re.compile(r"[。;\n]|(?<=[a-z])\.(?=\s|$)|(?<=[^\d])\d{1,2}[、.)]")
_COMMA = re.compile(r",(?!\s*者?(?:优先|加分|更佳|尤佳|为佳))")
_TRIGGER = re.compile(  # without one of these no pattern of certificates.csv can match
    "证|照|师|级|教资|会计|建|本|软考|法考|司法|法律|专八|普通话|pmp|cpa|cet|tem|[abcn][12]|从业|licen|certif"
)
_WISH = re.compile("preferred|a plus|优先|加分|更佳|尤佳|更好|者佳|为佳|优选|最好|可放宽")
_LATER = re.compile(
    "协助|帮助|给办|帮办|协办|包办|可办|报名费|考试费|考证费|可考|免费考|考取|培训后|入职后|代办|办理|公司(?:出资|承担|报销)|学习|补贴|津贴|均可"
)
_AROUND = re.compile(r"^(?:须|需)?(?:持有?|具有?|具备|拥有|有)|(?:原件|复印件|(?:及|或)?以上)$")
_OR = re.compile("或(?!以上|同等)|[证照本师]/|之一|其一|任[一意何]|至少[一1]|均可|都可")
_PAPER = re.compile(r"(?<=..)(?:资格)?证书?$")
_NOT_HELD = re.compile("负责|审核|检查|管理(?!师)|登记|查验|核对|收集|年审|年检|保管")


def find_certificates(text: str) -> Certificates:
    """Certificates in running text; a denial (无需证书) drops one, 优先 or 或 makes it a wish."""
    required: list[str] = []
    preferred: list[str] = []
    for clause in _clauses(fold(text)):
        named = _named(clause)
        needed_all = not _WISH.search(clause) and not _either(clause, named)
        (required if needed_all else preferred).extend(named)
    needed = tuple(dict.fromkeys(required))
    return Certificates(needed, tuple(n for n in dict.fromkeys(preferred) if n not in needed))


@lru_cache(_REMEMBERED)
def plain_certificate(name: str) -> str:
    """One certificate in our naming; what is none of ours stays as written, blanks left out.

    The whole entry must name it: 幼儿园教师资格证 and 高级电工证 are not just any.
    """
    entry = "".join(fold(name).split())
    bare = _AROUND.sub("", entry)
    forms = (bare, _PAPER.sub("", bare))
    known = [name for form in forms for name, pattern in _patterns() if pattern.fullmatch(form)]
    return known[0] if known else entry.upper()


def held_certificates(names: Iterable[str]) -> tuple[str, ...]:
    """Every certificate, in our naming, that who holds these holds.

    A wider one with its narrower name (高级电工证 is an 电工证 too), a level with those below.
    """
    return tuple(dict.fromkeys(each for name in names for each in _with_covered(name)))


@lru_cache(_REMEMBERED)
def _with_covered(name: str) -> tuple[str, ...]:
    named = (plain_certificate(name), *_names_in(fold(name)))
    return (*named, *(wider for each in named for wider in _covers().get(each, ())))


@cache
def _covers() -> dict[str, tuple[str, ...]]:
    return {
        row["name"]: tuple(filter(None, row["covers"].split("|"))) for row in rows("certificates")
    }


def _clauses(plain: str) -> list[str]:
    sentences = [s for s in _CLAUSE_END.split(plain) if s]
    return [part for s in sentences for part in _parts(s)]


def _parts(sentence: str) -> list[str]:
    """A wish reaches back over the list before it (叉车证、电工证优先), not over commas."""
    return [part for part in _COMMA.split(sentence) if _TRIGGER.search(part)]


def _named(clause: str) -> list[str]:
    if _LATER.search(clause) or _NOT_HELD.search(clause):
        return []
    return _asked_for(_names_in(clause))


def _names_in(plain: str) -> list[str]:
    return [name for _, _, name in certificate_spans(plain)]


def _either(clause: str, named: list[str]) -> bool:
    """电工证或焊工证: one will do, so that none of them is a must."""
    return len(set(named)) > 1 and bool(_OR.search(clause))


def _asked_for(names: list[str]) -> list[str]:
    """C1 in running text means any licence to drive a car; of several classes each will do."""
    classes = {name for name in names if name.startswith(DRIVING)}
    any_class = len(classes) > 1 or f"{DRIVING}C1" in classes
    return [DRIVING if any_class and name in classes else name for name in names]


def certificate_spans(plain: str) -> list[tuple[int, int, str]]:
    """Where folded text names certificates, in its order.

    Of two that overlap the longer (初级会计证, not 会计证); denied ones are left out.
    """
    spans = [
        (*match.span(), name)
        for name, pattern in _patterns()
        for match in pattern.finditer(plain)
        if not is_denied(plain, *match.span())
    ]
    kept: list[tuple[int, int, str]] = []
    for start, stop, name in sorted(spans, key=lambda span: span[0] - span[1]):
        if not any(start < other[1] and other[0] < stop for other in kept):
            kept.append((start, stop, name))
    return sorted(kept)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (r["name"], re.compile(rf"(?<![a-z0-9])(?:{r['pattern']})")) for r in rows("certificates")
    ]
