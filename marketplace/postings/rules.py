"""Pure policy: what a posting must name, and what it must not ask for. No session.

Sources: notice of five ministries, January 2026 (N1: employer, headcount, conditions, work,
place, base pay, validity); unlawful conditions as in `language.lawfulness`.
"""

import re
from dataclasses import dataclass
from dataclasses import field as field_
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from language.lawfulness import Finding as Hit
from language.lawfulness import find_unlawful
from language.pay import PayBasis, parse_pay
from marketplace.postings.content import PostingContent
from runtime.messages import N_

SHORTEST_DUTIES = 10
SHORTEST_GROUND = 6
_LAW = re.compile("《[^《》]+》")
CHECKED_FIELDS = ("title", "duties", "requirements")
TOO_MANY_OPENINGS = 5000


class Severity(StrEnum):
    """A block must be mended before submission; a warning is for the reviewer too."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """One thing wrong with a posting: the field, the place in its text, the rule, what to do.

    `start` and `end` are character offsets in the field's text; None for a whole field.
    `needs_ground`: a lawful ground (say, a statutory limit for the work) lifts the block.
    """

    code: str
    field: str
    severity: Severity
    message: str
    rule: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    needs_ground: bool = False
    params: dict[str, Any] = field_(default_factory=dict)

    def text(self) -> str:
        """Return the Chinese message with its placeholders filled."""
        return self.message % self.params if self.params else self.message


MISSING = {
    "title": N_("请填写岗位名称，例如“缝纫工”。"),
    "duties": N_("请写明工作内容，至少 10 个字，让求职者知道每天做什么。"),
    "pay_text": N_("请写明基本薪酬，例如“5000-7000元/月”。"),
    "place_code": N_("请选择工作地点，至少到县（市、区）。"),
    "openings": N_("请填写招聘人数。"),
    "valid_to": N_("请填写招聘截止日期。"),
}
PAY_UNPARSED = N_("没有看懂薪酬“%(pay)s”。请写成“5000-7000元/月”“200元/天”或“面议”。")
PAY_NEGOTIABLE = N_("薪酬写了“面议”。按规定应写明基本薪酬，写明后更容易招到人。")
PAY_PIECEWORK = N_(
    "薪酬是计件的。请写明一般每月能拿多少，求职者更放心，例如“计件，5000-7000元/月”。"
)
VALID_IN_PAST = N_("招聘截止日期 %(day)s 已经过去，请改为今天以后的日期。")
VALID_REVERSED = N_("招聘截止日期早于开始日期，请检查两个日期。")
VALID_TOO_LONG = N_("有效期最长 %(days)d 天，请改为 %(day)s 以前的日期。")
GROUND_NAMES_NO_LAW = N_(
    "合法依据要写明法律法规的名称和条款，例如“《女职工劳动保护特别规定》附录”。没有依据的，请留空。"
)
OPENINGS_ODD = N_("招聘人数应在 1 到 5000 之间，请检查。")


def findings(
    content: PostingContent, *, today: date, longest_days: int = 180, lawful_ground: str = ""
) -> list[Finding]:
    """Return everything that is missing, contradictory or unlawful, in the form's order."""
    return [
        *_missing(content),
        *_of_pay(content),
        *_of_numbers(content, today, longest_days),
        *_unlawful(content, lawful_ground),
        *_of_ground(lawful_ground),
    ]


def blocking(found: list[Finding]) -> list[Finding]:
    """Return the findings that keep a posting from being submitted."""
    return [finding for finding in found if finding.severity is Severity.BLOCK]


def _missing(content: PostingContent) -> list[Finding]:
    absent = {
        "title": not content.title.strip(),
        "duties": len(content.duties.strip()) < SHORTEST_DUTIES,
        "pay_text": not content.pay_text.strip(),
        "place_code": content.place_code is None,
        "openings": content.openings is None,
        "valid_to": content.valid_to is None,
    }
    return [
        Finding(f"missing_{field}", field, Severity.BLOCK, MISSING[field])
        for field, missing in absent.items()
        if missing
    ]


def _of_pay(content: PostingContent) -> list[Finding]:
    pay = parse_pay(content.pay_text)
    if not content.pay_text.strip():
        return []
    if pay.basis is PayBasis.PIECE:
        return [Finding("pay_piecework", "pay_text", Severity.WARN, PAY_PIECEWORK)]
    if pay.unparsed:
        written = {"pay": content.pay_text.strip()[:40]}
        return [Finding("pay_unparsed", "pay_text", Severity.BLOCK, PAY_UNPARSED, params=written)]
    if pay.negotiable:
        return [Finding("pay_negotiable", "pay_text", Severity.WARN, PAY_NEGOTIABLE)]
    return []


def _of_numbers(content: PostingContent, today: date, longest_days: int) -> list[Finding]:
    found = []
    if content.openings is not None and not 1 <= content.openings <= TOO_MANY_OPENINGS:
        found.append(Finding("openings_odd", "openings", Severity.BLOCK, OPENINGS_ODD))
    fault = _validity_fault(content, today, longest_days)
    if fault is not None:
        message, params = fault
        found.append(Finding("validity", "valid_to", Severity.BLOCK, message, params=params))
    return found


def _validity_fault(
    content: PostingContent, today: date, longest_days: int
) -> tuple[str, dict[str, Any]] | None:
    last, first = content.valid_to, content.valid_from or today
    if last is None:
        return None
    if last < today:
        return VALID_IN_PAST, {"day": last.isoformat()}
    if content.valid_from is not None and last < content.valid_from:
        return VALID_REVERSED, {}
    if (last - first).days > longest_days:
        latest = date.fromordinal(first.toordinal() + longest_days)
        return VALID_TOO_LONG, {"days": longest_days, "day": latest.isoformat()}
    return None


def names_a_law(ground: str) -> bool:
    """Tell whether a lawful ground names a law or regulation, as 《…》."""
    return len(ground.strip()) >= SHORTEST_GROUND and bool(_LAW.search(ground))


def _of_ground(ground: str) -> list[Finding]:
    if not ground.strip() or names_a_law(ground):
        return []
    return [
        Finding("ground_names_no_law", "lawful_ground", Severity.BLOCK, GROUND_NAMES_NO_LAW),
    ]


def _unlawful(content: PostingContent, lawful_ground: str) -> list[Finding]:
    grounded = names_a_law(lawful_ground)
    return [
        Finding(
            code=f"unlawful_{hit.kind}",
            field=field,
            severity=Severity.WARN if grounded and hit.needs_ground else Severity.BLOCK,
            message=hit.message,
            rule=hit.rule,
            start=hit.start,
            end=hit.end,
            quote=hit.quote,
            needs_ground=hit.needs_ground,
            params={"quote": hit.quote},
        )
        for field in CHECKED_FIELDS
        for hit in _hits(getattr(content, field))
    ]


@lru_cache(maxsize=4096)
def _hits(text: str) -> tuple[Hit, ...]:
    """The unlawful words of a text; taking a posting in and publishing it ask twice."""
    return tuple(find_unlawful(text))
