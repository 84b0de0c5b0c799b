"""What the chunks of a run scored, and what was chosen of it: kept until the run has ended."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from marketplace.recommendations.chunks import Lease, extend_lease
from marketplace.recommendations.models import ScoredBlock
from marketplace.recommendations.phases import BLOCKS_OF, Phase
from tenants.work import Work


def store_scored(work: Work, lease: Lease, scored: bytes) -> None:
    """Keep what a chunk found. Safe to repeat. Raises LeaseLost."""
    extend_lease(work, lease)
    row = {
        "tenant_id": work.tenant_id,
        "cycle_id": lease.cycle_id,
        "block": lease.block,
        "scored": scored,
    }
    work.session.execute(
        insert(ScoredBlock)
        .values(row)
        .on_conflict_do_update(
            index_elements=["tenant_id", "cycle_id", "block"], set_={"scored": scored}
        )
    )


def list_scored(work: Work, cycle_id: int, phase: Phase) -> dict[int, bytes]:
    """Return what the chunks of a phase found, by chunk."""
    rows = work.session.execute(
        select(ScoredBlock.block, ScoredBlock.scored)
        .where(ScoredBlock.tenant_id == work.tenant_id, ScoredBlock.cycle_id == cycle_id)
        .where(ScoredBlock.block.between(*BLOCKS_OF[phase]))
        .order_by(ScoredBlock.block)
    )
    return {block: scored for block, scored in rows}  # noqa: C416 - rows are not tuples to mypy


def load_scored(work: Work, cycle_id: int, block: int) -> bytes | None:
    """Return what one chunk found; None where it was parked."""
    found: bytes | None = work.session.scalar(
        select(ScoredBlock.scored).where(
            ScoredBlock.tenant_id == work.tenant_id,
            ScoredBlock.cycle_id == cycle_id,
            ScoredBlock.block == block,
        )
    )
    return found


def store_chosen(work: Work, lease: Lease, chosen: Mapping[int, bytes]) -> None:
    """Keep what was chosen for the people of each chunk. Safe to repeat. Raises LeaseLost."""
    extend_lease(work, lease)
    for block, pairs in sorted(chosen.items()):
        work.session.execute(
            update(ScoredBlock)
            .where(
                ScoredBlock.tenant_id == work.tenant_id,
                ScoredBlock.cycle_id == lease.cycle_id,
                ScoredBlock.block == block,
            )
            .values(chosen=pairs)
            .execution_options(synchronize_session=False)
        )


def load_chosen(work: Work, cycle_id: int, block: int) -> bytes | None:
    """Return what was chosen for the people of a scoring chunk; None where it was parked."""
    found: bytes | None = work.session.scalar(
        select(ScoredBlock.chosen).where(
            ScoredBlock.tenant_id == work.tenant_id,
            ScoredBlock.cycle_id == cycle_id,
            ScoredBlock.block == block,
        )
    )
    return found
