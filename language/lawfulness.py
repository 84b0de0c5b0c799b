"""Conditions of employment the law forbids, named at their place in the text."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from language.cleaning import fold_in_place
from language.resources import rows
from runtime.messages import N_


class Kind(StrEnum):
    """What a forbidden condition singles people out by."""

    SEX = "sex"
    AGE = "age"
    ORIGIN = "origin"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    HEALTH = "health"
    MARRIAGE = "marriage"


class Severity(StrEnum):
    """`block`: a law names it; `warn`: fair chances in general, as with age."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """A forbidden condition at text[start:end]; it stops a submission.

    With `needs_ground` a lawful ground (a law that requires the condition for this work) lifts
    it; without, nothing does.
    """

    rule: str
    kind: Kind
    start: int
    end: int
    quote: str
    severity: Severity
    message: str
    needs_ground: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    citation: str
    message: str
    severity: Severity = Severity.BLOCK


_RULES = {
    Kind.SEX: _Rule(
        "《就业促进法》第二十七条；《妇女权益保障法》第四十三条；《人力资源市场暂行条例》第二十四条",
        N_("“%(quote)s”限定了性别。请删除；确因法律规定不适合的，请填写合法依据。"),
    ),
    Kind.AGE: _Rule(
        "《就业促进法》第二十六条（平等就业机会和公平就业条件）",
        N_("“%(quote)s”限定了年龄。请删除，或填写合法依据；可以写“年满18周岁”。"),
        Severity.WARN,
    ),
    Kind.ORIGIN: _Rule(
        "《网络招聘服务管理规定》第十五条；《就业促进法》第二十六条、第三十一条",
        N_("“%(quote)s”限定了户籍或地域。请删除；可以改写工作地点和通勤要求。"),
    ),
    Kind.ETHNICITY: _Rule(
        "《就业促进法》第三条、第二十八条；《人力资源市场暂行条例》第二十四条",
        N_("“%(quote)s”限定了民族。请删除。"),
    ),
    Kind.RELIGION: _Rule(
        "《就业促进法》第三条；《人力资源市场暂行条例》第二十四条",
        N_("“%(quote)s”涉及宗教信仰。请删除。"),
    ),
    Kind.HEALTH: _Rule(
        "《就业促进法》第二十九条、第三十条",
        N_("“%(quote)s”排除了残疾人或病原携带者。请删除，或填写法律禁止从业的依据。"),
    ),
    Kind.MARRIAGE: _Rule(
        "《就业促进法》第二十七条；《妇女权益保障法》第四十三条",
        N_("“%(quote)s”涉及婚姻生育状况。请删除。"),
    ),
}
LIFTABLE = frozenset({Kind.SEX, Kind.AGE, Kind.HEALTH})
"""What a law can require for a work; none requires an origin, ethnicity, religion or marriage."""

_LEAST_LAWFUL_AGES = (16, 18)
_OLDEST_PUPIL = 16


def find_unlawful(text: str) -> list[Finding]:
    """Forbidden conditions in the order of the text; offsets count its characters."""
    plain = fold_in_place(text)
    findings = [_finding(text, kind, *span) for kind in Kind for span in _spans(plain, kind)]
    return sorted(findings, key=lambda finding: (finding.start, finding.end))


def _finding(text: str, kind: Kind, start: int, end: int) -> Finding:
    rule = _RULES[kind]
    quote = text[start:end]
    liftable = kind in LIFTABLE
    return Finding(rule.citation, kind, start, end, quote, rule.severity, rule.message, liftable)


def _spans(plain: str, kind: Kind) -> list[tuple[int, int]]:
    """Where forbidden phrases stand, those inside lawful phrases left out, overlaps joined."""
    lawful = [m.span() for pattern in _lawful()[kind] for m in pattern.finditer(plain)]
    hits = [
        _trimmed(match)
        for pattern in _unlawful()[kind]
        for match in pattern.finditer(plain)
        if kind is not Kind.AGE or _limits_workers(match[0])
    ]
    return _joined([hit for hit in hits if not any(_overlap(hit, span) for span in lawful)])


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    lead = len(match[0]) - len(match[0].lstrip(" ,、。;:\n"))
    return match.start() + lead, match.start() + len(match[0].rstrip(" ,、。;:\n"))


def _limits_workers(phrase: str) -> bool:
    """Tell a limit for workers from the age of pupils and from the statutory minimum."""
    ages = [int(age) for age in re.findall(r"\d{2}", phrase)]
    if not ages or re.search("后", phrase):
        return True
    only_minimum = len(ages) == 1 and ages[0] in _LEAST_LAWFUL_AGES
    bounded_above = re.search("以下|以内|之内|内|不超过|不得超过|小于|低于|<", phrase)
    if only_minimum and not bounded_above:
        return False
    return max(ages) > _OLDEST_PUPIL and not (only_minimum and bounded_above)


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


_Patterns = dict[Kind, list[re.Pattern[str]]]


@cache
def _unlawful() -> _Patterns:
    return _patterns("unlawful_phrases")


@cache
def _lawful() -> _Patterns:
    return _patterns("lawful_phrases")


def _patterns(table: str) -> _Patterns:
    found: _Patterns = {kind: [] for kind in Kind}
    for row in rows(table):
        found[Kind(row["kind"])].append(re.compile(row["pattern"], re.MULTILINE))
    return found
