"""Values of one row as files give them: text, lists, figures, days; missing is not known."""

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

Raw = Mapping[str, Any]

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_day(text: str) -> date | None:
    """A day as people write it: 2026-11-24, 2026/11/24, 2026年11月24日, 20261124."""
    match = _DAY.match(text.strip()) or _COMPACT_DAY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parse_birth(text: str) -> date | None:
    """Day of birth; a year alone counts as its 31 December."""
    year = re.fullmatch(r"\s*((?:19|20)\d{2})(?:\.0)?\s*年?\s*", text)
    return date(int(year[1]), 12, 31) if year else parse_day(text)


def text_of(raw: Raw, field: str) -> str:
    """A value as text; empty when missing."""
    value = raw.get(field)
    return "" if value is None else str(value)


_LIST_SEPARATORS = re.compile(r"[,，、;；|\n]+")


def list_of(raw: Raw, field: str) -> list[str] | None:
    """A list as JSON gives it, or as one cell of a table does; None when missing."""
    value = raw.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    entries = value if isinstance(value, list | tuple) else _LIST_SEPARATORS.split(str(value))
    return [str(entry).strip() for entry in entries if str(entry).strip()]


def number_of(raw: Raw, field: str) -> float | None:
    """A finite figure, or None."""
    try:
        number = float(text_of(raw, field))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def whole_of(raw: Raw, field: str) -> int | None:
    """A whole figure, rounded, or None."""
    number = number_of(raw, field)
    return None if number is None else round(number)


def flag_of(raw: Raw, field: str) -> bool:
    """Whether a value says yes."""
    return text_of(raw, field).strip().lower() in {"true", "1", "yes", "是", "1.0"}
