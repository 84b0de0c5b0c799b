"""What is kept back from training, so that the comparison says something about new text.

By occupation: a fifth of the classification's minor groups (小类), all their occupations. By
title: a fifth of all posting titles. By source: whole tables. By person: the profiles of the
judged set with odd numbers, whose other half also served for the ranker's weights.
"""

from __future__ import annotations

import hashlib
import re

from language.cleaning import fold

PARTS = 5
"""One part in so many is kept back."""

TRAINING_TABLES = frozenset({"labour", "job51", "python18"})
"""Tables of postings to train on; `job51d` and `grad` are kept back whole.

The bureaus' lists bring nothing: their text is a line that begins with the title.
"""

_BLANKS = re.compile(r"\s+")


def is_kept_back(code: str) -> bool:
    """Tell whether an occupation of level 3 or 4 is kept back: by its minor group."""
    return _drawn("minor group", "-".join(code.split("-")[:3]))


def is_title_kept_back(title: str) -> bool:
    """Tell whether a posting's title is kept back, however it is spaced or written large."""
    return _drawn("title", plain_title(title))


def plain_title(title: str) -> str:
    """Return a title as it is compared."""
    return _BLANKS.sub("", fold(title))


def table_of(posting_id: str) -> str:
    """Return the table that a posting of the judged set comes from."""
    return posting_id.partition(":")[0]


def is_person_kept_back(profile_id: str) -> bool:
    """Tell whether a profile of the judged set has an odd number."""
    return int("".join(filter(str.isdigit, profile_id))) % 2 == 1


def _drawn(kind: str, name: str) -> bool:
    digest = hashlib.sha256(f"{kind} {name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % PARTS == 0
