"""Forgetting what runs left behind once it is of no more use."""

from sqlalchemy import delete, or_

from marketplace.recommendations.models import ScoredBlock, StandingList, StandingPostings
from tenants.work import Work


def drop_scored(work: Work, cycle_id: int) -> None:
    """Forget what the chunks of a run handed to one another: it has ended."""
    work.session.execute(
        delete(ScoredBlock)
        .where(ScoredBlock.tenant_id == work.tenant_id, ScoredBlock.cycle_id == cycle_id)
        .execution_options(synchronize_session=False)
    )


def drop_standing(work: Work, *, of: int = 0, before: int = 0) -> None:
    """Forget what a run left that came to nothing, or what was left before one that has ended."""
    for table in (StandingList, StandingPostings):
        work.session.execute(
            delete(table)
            .where(
                table.tenant_id == work.tenant_id,
                or_(table.cycle_id == of, table.cycle_id < before),
            )
            .execution_options(synchronize_session=False)
        )
