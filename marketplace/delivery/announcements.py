"""What is told when recommendations were recorded; the relay calls it."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from marketplace.delivery.compose import (
    Audience,
    Draft,
    audience,
    posting_params,
    queue_for_people,
)
from marketplace.delivery.models import Topic
from marketplace.postings import PublishedPosting, load_published
from marketplace.recommendations import Recommendation, list_recorded, mark_delivered
from tenants.work import Work


def tell_recommended(work: Work, cycle_id: int) -> int:
    """Tell each person of a run what was found for them; returns how many. Safe to repeat.

    Only who agreed to recommendations is told; only postings that are still public count.
    """
    told, after = 0, 0
    while page := list_recorded(work, cycle_id, after=after):
        after = page[-1].seeker_id
        told += _tell_page(work, cycle_id, page)
    return told


def _tell_page(work: Work, cycle_id: int, page: list[Recommendation]) -> int:
    public = load_published(work, {row.posting_id for row in page})
    postings = {posting.posting_id: posting for posting in public}
    to = audience(work, {row.seeker_id for row in page})
    drafts = list(_drafts(work, cycle_id, _open(page, postings, to), postings))
    queue_for_people(work, drafts, to)
    told = {draft.seeker_id for draft in drafts}
    mark_delivered(work, [row.id for row in page if row.seeker_id in told])
    return len(drafts)


def _open(
    page: Iterable[Recommendation], postings: dict[int, PublishedPosting], to: Audience
) -> Iterator[Recommendation]:
    for row in page:
        if row.posting_id in postings and row.seeker_id in to.recommendations:
            yield row


def _drafts(
    work: Work,
    cycle_id: int,
    rows: Iterable[Recommendation],
    postings: dict[int, PublishedPosting],
) -> Iterator[Draft]:
    for seeker_id, group in groupby(rows, key=lambda row: row.seeker_id):
        found = list(group)
        first = found[0]
        yield Draft(
            topic=Topic.RECOMMENDATION,
            text="recommended",
            key=f"recommended:{cycle_id}:{seeker_id}",
            params={"count": len(found), **posting_params(work, postings[first.posting_id])},
            seeker_id=seeker_id,
            posting_id=first.posting_id,
            recommendation_id=first.id,
        )
