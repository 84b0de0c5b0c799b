"""Chinese numerals in text, made Arabic: 三千五 → 3500, 十三 → 13."""

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SPOKEN_UNITS = (100, 1000)  # 三千五 leaves out 百, 两百五 leaves out 十
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万]+")


def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral; 三千五 is 3500, as people say it. None if it is none."""
    if not text or not _NUMERAL.fullmatch(text):
        return None
    if "万" not in text:
        return _below_ten_thousand(text)
    head, _, tail = text.partition("万")
    thousands, rest = _below_ten_thousand(head), _after_unit(tail, 10_000)
    if not head or thousands is None or rest is None:
        return None
    return thousands * 10_000 + rest


def decimal(text: str) -> Decimal:
    """Value of digits as written, thousands separators allowed."""
    return Decimal(text.replace(",", ""))


def _after_unit(tail: str, unit: int) -> int | None:
    """What follows a unit: nothing, a spoken last digit (一万二), or a full numeral."""
    if not tail:
        return 0
    if len(tail) == 1 and tail in _DIGITS:
        return _DIGITS[tail] * unit // 10
    return _below_ten_thousand(tail)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for position, char in enumerate(text):
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[char]
            continue
        unit = _UNITS.get(char)
        if unit is None or unit >= last_unit:
            return None
        total += (1 if digit is None and position == 0 else digit or 0) * unit
        digit, last_unit = None, unit
    return total + _last_digit(text, digit, last_unit)


def _last_digit(text: str, digit: int | None, last_unit: int) -> int:
    if digit is None:
        return 0
    spoken = last_unit in _SPOKEN_UNITS and text[-2:-1] in _UNITS
    return digit * last_unit // 10 if spoken else digit
