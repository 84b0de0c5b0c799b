"""Whether a phrase in running text is denied: 无需夜班, 不上夜班, 夜班：无."""

import re

_BEFORE = re.compile(
    "(?:(?<![a-z])no |without |"
    "无需|不需要?|不用|无须|不必|不上|不要求|不安排|没有|无|不涉及|不含|非|免|不|拒绝|不接受|告别|远离|"
    "不会|杜绝|基本无|几乎不|很少|极少|不参与|不倒|从不)"
    "(?:要|用|需|有|任何|上|做|值|经常|长期|频繁|存在|安排|从事|进行|参加|接触|大量|自己|亲自|搬|长时间|的|强制)*$"
)
_AFTER = re.compile(
    r"^\s*(?:工作|作业)?\s*(?::\s*(?:无|否|没有|不需要|不用)(?=[\s,。;、)]|$)|不做要求|不作要求|不要求)"
)
_WINDOW = 10


def is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether the words around text[start:end] deny it."""
    return denied_from(text, start) < start or denied_to(text, end) > end


def denied_from(text: str, start: int) -> int:
    """Where the words that deny what begins at `start` begin (不上 before 夜班); else `start`."""
    first = max(0, start - _WINDOW)
    denial = _BEFORE.search(text[first:start])
    return first + denial.start() if denial else start


def denied_to(text: str, end: int) -> int:
    """Where the words that deny what ends at `end` end (夜班: 无); else `end`."""
    denial = _AFTER.match(text[end : end + _WINDOW])
    return end + denial.end() if denial else end
