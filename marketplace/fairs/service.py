"""Verbs of the organiser."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import delete, func, select

from language.places import UnknownPlaceError, place
from marketplace.employers import Employer, EmployerNotFound
from marketplace.fairs.errors import (
    BoothTaken,
    FairDateInPast,
    FairNotFound,
    FairNotOpen,
    FairPlaceUnknown,
    FairTimesReversed,
    NoApprovedPosting,
    NoSuchBooth,
    StaleFair,
    TooFewBooths,
)
from marketplace.fairs.models import Fair, FairEmployer, FairStatus
from marketplace.postings import Precision, PublishedPosting
from runtime.clock import china_date
from tenants.access import Permission
from tenants.work import Work


@dataclass(frozen=True)
class FairPlan:
    """What an organiser lays down; coordinates that are given are exact."""

    title: str
    held_on: date
    opens_at: time
    closes_at: time
    place_code: int
    address: str
    booths: int
    summary: str = ""
    lat: float | None = None
    lon: float | None = None


def access_fair(work: Work, fair_id: int, *, lock: bool = False) -> Fair:
    """Return a fair of the tenant for its organisers. Raises NotAllowed, FairNotFound."""
    work.actor.require(Permission.MANAGE_FAIRS)
    query = select(Fair).where(Fair.tenant_id == work.tenant_id, Fair.id == fair_id)
    fair = work.session.scalar(query.with_for_update() if lock else query)
    if fair is None:
        raise FairNotFound
    return fair


def plan_fair(work: Work, plan: FairPlan) -> Fair:
    """Plan a fair. Raises NotAllowed, FairDateInPast, FairTimesReversed."""
    work.actor.require(Permission.MANAGE_FAIRS)
    _check(work, plan)
    fair = Fair(created_at=work.now, created_by=work.actor.id)
    _fill(fair, plan)
    work.session.add(fair)
    work.session.flush()
    work.audit("fair.planned", "fair", fair.id)
    return fair


def change_fair(work: Work, fair_id: int, plan: FairPlan, *, version: int) -> Fair:
    """Change a fair that is not over.

    Raises NotAllowed, FairNotFound, FairNotOpen, StaleFair, TooFewBooths and as `plan_fair`.
    """
    fair = _open_fair(work, fair_id)
    if fair.version != version:
        raise StaleFair(title=fair.title)
    _check(work, plan)
    highest = work.session.scalar(
        select(func.max(FairEmployer.booth)).where(
            FairEmployer.tenant_id == work.tenant_id, FairEmployer.fair_id == fair_id
        )
    )
    if highest is not None and plan.booths < highest:
        raise TooFewBooths(field="booths", booth=highest)
    _fill(fair, plan)
    work.audit("fair.changed", "fair", fair.id)
    return fair


def announce_fair(work: Work, fair_id: int) -> Fair:
    """Put a fair on its public page. Safe to repeat. Raises as `change_fair`."""
    fair = _open_fair(work, fair_id)
    if fair.status is FairStatus.PLANNED:
        fair.status = FairStatus.ANNOUNCED
        work.audit("fair.announced", "fair", fair.id)
    return fair


def cancel_fair(work: Work, fair_id: int) -> Fair:
    """Cancel a fair. Safe to repeat. Raises NotAllowed, FairNotFound."""
    fair = access_fair(work, fair_id, lock=True)
    if fair.status is not FairStatus.CANCELLED:
        fair.status = FairStatus.CANCELLED
        work.audit("fair.cancelled", "fair", fair.id)
    return fair


def add_exhibitor(
    work: Work, fair_id: int, employer_id: int, *, booth: int | None = None
) -> FairEmployer:
    """Give an employer with approved postings a booth: the lowest free one unless named.

    Safe to repeat: an exhibitor keeps its booth, or moves to the one named. Raises NotAllowed,
    FairNotFound, FairNotOpen, EmployerNotFound, NoApprovedPosting, NoSuchBooth, BoothTaken.
    """
    fair = _open_fair(work, fair_id)
    _expect_postings(work, employer_id)
    taken = _booths(work, fair_id)
    own = taken.pop(employer_id, None)
    number = booth or own or _lowest_free(fair, set(taken.values()))
    if not 1 <= number <= fair.booths:
        raise NoSuchBooth(field="booth", booths=fair.booths)
    if number in taken.values():
        raise BoothTaken(field="booth", booth=number)
    exhibitor = FairEmployer(
        tenant_id=work.tenant_id,
        fair_id=fair_id,
        employer_id=employer_id,
        booth=number,
        added_at=work.now,
        added_by=work.actor.id,
    )
    exhibitor = work.session.merge(exhibitor)
    work.audit("fair.exhibitor_added", "fair", fair_id, employer=employer_id, booth=number)
    return exhibitor


def remove_exhibitor(work: Work, fair_id: int, employer_id: int) -> None:
    """Take an exhibitor off. Safe to repeat. Raises NotAllowed, FairNotFound, FairNotOpen."""
    _open_fair(work, fair_id)
    work.session.execute(
        delete(FairEmployer).where(
            FairEmployer.tenant_id == work.tenant_id,
            FairEmployer.fair_id == fair_id,
            FairEmployer.employer_id == employer_id,
        )
    )
    work.audit("fair.exhibitor_removed", "fair", fair_id, employer=employer_id)


def _open_fair(work: Work, fair_id: int) -> Fair:
    fair = access_fair(work, fair_id, lock=True)
    if fair.status is FairStatus.CANCELLED or fair.held_on < china_date(work.now):
        raise FairNotOpen(title=fair.title)
    return fair


def _check(work: Work, plan: FairPlan) -> None:
    if plan.held_on < china_date(work.now):
        raise FairDateInPast(field="held_on", day=plan.held_on.isoformat())
    if plan.closes_at <= plan.opens_at:
        raise FairTimesReversed(field="closes_at")
    try:
        place(plan.place_code)
    except UnknownPlaceError:
        raise FairPlaceUnknown(field="place_code") from None


def _fill(fair: Fair, plan: FairPlan) -> None:
    centre = place(plan.place_code)
    exact = plan.lat is not None and plan.lon is not None
    fair.title, fair.summary = plan.title.strip(), plan.summary.strip()
    fair.held_on, fair.opens_at, fair.closes_at = plan.held_on, plan.opens_at, plan.closes_at
    fair.place_code, fair.address, fair.booths = plan.place_code, plan.address.strip(), plan.booths
    fair.lat = centre.lat if plan.lat is None or not exact else plan.lat
    fair.lon = centre.lon if plan.lon is None or not exact else plan.lon
    fair.precision = Precision.EXACT if exact else Precision.COUNTY


def _expect_postings(work: Work, employer_id: int) -> None:
    employer = work.session.get(Employer, (work.tenant_id, employer_id))
    if employer is None:
        raise EmployerNotFound
    published = select(PublishedPosting.posting_id).where(
        PublishedPosting.tenant_id == work.tenant_id, PublishedPosting.employer_id == employer_id
    )
    if work.session.scalar(published.limit(1)) is None:
        raise NoApprovedPosting(name=employer.name)


def _booths(work: Work, fair_id: int) -> dict[int, int]:
    rows = work.session.execute(
        select(FairEmployer.employer_id, FairEmployer.booth).where(
            FairEmployer.tenant_id == work.tenant_id, FairEmployer.fair_id == fair_id
        )
    )
    return {employer_id: booth for employer_id, booth in rows}  # noqa: C416 - rows are not tuples to mypy


def _lowest_free(fair: Fair, taken: set[int]) -> int:
    return next((n for n in range(1, fair.booths + 1) if n not in taken), fair.booths + 1)
