"""Makers of postings: drafts, submitted ones, published ones."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplace.postings import (
    Posting,
    PostingContent,
    approve_posting,
    create_posting,
    submit_posting,
)
from runtime.clock import today

if TYPE_CHECKING:
    from tests.world import TenantWorld

CHANGSHA_YUELU = 430104


def content(**changes: Any) -> PostingContent:
    """A complete, lawful posting of a sewing worker; `changes` replace fields."""
    values: dict[str, Any] = {
        "title": "缝纫工",
        "duties": "操作平缝机缝制工作服，按工序单完成当日数量，保持机台整洁。",
        "requirements": "会用平缝机，做事细心。",
        "occupation_code": "6-05-01-03",
        "pay_text": "5000-7000元/月",
        "place_code": CHANGSHA_YUELU,
        "openings": 5,
        "valid_to": today() + timedelta(days=60),
    }
    return PostingContent(**(values | changes))


def draft_posting(world: "TenantWorld", **changes: Any) -> Posting:
    with world.as_recruiter() as work:
        return create_posting(work, world.employer_id, content(**changes))


def submitted_posting(world: "TenantWorld", **changes: Any) -> Posting:
    posting = draft_posting(world, **changes)
    with world.as_recruiter() as work:
        return submit_posting(work, posting.id)


def published_posting(world: "TenantWorld", **changes: Any) -> Posting:
    posting = submitted_posting(world, **changes)
    with world.as_reviewer() as work:
        return approve_posting(work, posting.id)
