"""Many postings at once, by the verbs that an import uses."""

from typing import TYPE_CHECKING, Any

from marketplace.postings import SourcedPosting, publish_taken, take_postings
from tests.make.postings import content

if TYPE_CHECKING:
    from tests.world import TenantWorld

TRADES = ("缝纫工", "电工", "焊工", "叉车司机", "保洁员", "收银员", "厨师", "会计")


def published_postings(world: "TenantWorld", count: int, **changes: Any) -> list[int]:
    """Publish `count` postings of several trades; return their ids."""
    rows = [
        SourcedPosting(
            key=str(number),
            row_hash=str(number),
            employer_id=world.employer_id,
            content=content(**({"title": f"{TRADES[number % len(TRADES)]}{number}"} | changes)),
        )
        for number in range(count)
    ]
    with world.as_administrator() as work:
        ids = [posting_id for posting_id, _ in take_postings(work, "试验", rows)]
        assert publish_taken(work, ids) == count
    return ids
