"""Reading employers."""

from collections.abc import Collection

from sqlalchemy import func, select

from marketplace.employers.models import Employer
from tenants.access import Permission
from tenants.work import Work


def list_unverified(work: Work, *, limit: int = 100) -> list[Employer]:
    """Return employers that wait for verification, longest waiting first. Raises NotAllowed."""
    work.actor.require(Permission.REVIEW_EMPLOYERS)
    return list(
        work.session.scalars(
            select(Employer)
            .where(Employer.tenant_id == work.tenant_id, Employer.verified_at.is_(None))
            .order_by(Employer.created_at, Employer.id)
            .limit(limit)
        )
    )


def count_unverified(work: Work) -> int:
    """Return how many employers wait for verification."""
    query = select(func.count()).where(
        Employer.tenant_id == work.tenant_id, Employer.verified_at.is_(None)
    )
    return work.session.scalar(query) or 0


def find_employers(work: Work, words: str, *, limit: int = 20) -> list[Employer]:
    """Return employers of the tenant whose name holds `words`, by name."""
    query = select(Employer).where(Employer.tenant_id == work.tenant_id)
    if words.strip():
        query = query.where(Employer.name.contains(words.strip(), autoescape=True))
    return list(work.session.scalars(query.order_by(Employer.name, Employer.id).limit(limit)))


def names_of(work: Work, employer_ids: Collection[int]) -> dict[int, str]:
    """Return the names of the tenant's employers by id; names are public."""
    if not employer_ids:
        return {}
    rows = work.session.execute(
        select(Employer.id, Employer.name).where(
            Employer.tenant_id == work.tenant_id, Employer.id.in_(employer_ids)
        )
    )
    return dict(rows.all())
