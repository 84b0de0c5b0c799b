"""Whatever is written to the audit log can be read there in words."""

import re
from pathlib import Path

from marketplace.applications import Act
from marketplace.postings import PostingStatus
from marketplace.seekers import SeekerStatus
from web.audit_words import OTHER_WORDS
from web.posting_words import ACTION_WORDS

ROOT = Path(__file__).parents[2]
WRITTEN = re.compile(r'audit\(\s*"([a-z_]+\.[a-z_]+)"')
NEVER = {"posting.draft", "posting.submitted", "posting.returned", "posting.approved"}


def test_every_act_has_words() -> None:
    sources = [
        p
        for room in ("tenants", "marketplace", "matching", "workers")
        for p in (ROOT / room).rglob("*.py")
    ]
    acts = {name for path in sources for name in WRITTEN.findall(path.read_text())}
    acts |= {f"application.{act}" for act in Act}
    acts |= {f"posting.{status}" for status in PostingStatus} - NEVER
    acts |= {f"seeker.{status}" for status in SeekerStatus}
    assert len(acts) > 40
    assert acts - set(ACTION_WORDS) - set(OTHER_WORDS) == set()
