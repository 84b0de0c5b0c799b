"""Reading fairs: the organiser's desk and the public page."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from marketplace.employers import Employer
from marketplace.fairs.errors import FairNotFound
from marketplace.fairs.models import Fair, FairEmployer, FairStatus
from marketplace.fairs.settings import NEARBY_KM
from marketplace.postings import PublishedPosting
from marketplace.seekers import Seeker, SeekerStatus, SeekerWant
from runtime.clock import china_date
from tenants.access import Permission
from tenants.work import Work

EARTH_KM = 6371.0088
KM_A_DEGREE = 111.0
MINOR_GROUP = 7  # characters of a code down to its 小类: "6-05-01"


@dataclass(frozen=True)
class Exhibitor:
    """An employer at its booth with what it offers."""

    employer: Employer
    booth: int
    postings: tuple[PublishedPosting, ...]

    @property
    def openings(self) -> int:
        """Openings over all its postings, where they are stated."""
        return sum(posting.openings or 0 for posting in self.postings)


def list_fairs(work: Work) -> list[Fair]:
    """Return the tenant's fairs, the next one first, past ones last. Raises NotAllowed."""
    work.actor.require(Permission.MANAGE_FAIRS)
    past = Fair.held_on < china_date(work.now)
    query = select(Fair).where(Fair.tenant_id == work.tenant_id)
    return list(work.session.scalars(query.order_by(past, Fair.held_on, Fair.id)))


def list_upcoming_fairs(work: Work, *, limit: int = 10) -> list[Fair]:
    """Return announced fairs from today on, for everyone."""
    return list(
        work.session.scalars(
            select(Fair)
            .where(
                Fair.tenant_id == work.tenant_id,
                Fair.status == FairStatus.ANNOUNCED,
                Fair.held_on >= china_date(work.now),
            )
            .order_by(Fair.held_on, Fair.id)
            .limit(limit)
        )
    )


def find_announced_fair(work: Work, fair_id: int) -> Fair:
    """Return a fair that everyone may see. Raises FairNotFound."""
    fair = work.session.get(Fair, (work.tenant_id, fair_id))
    if fair is None or fair.status is not FairStatus.ANNOUNCED:
        raise FairNotFound
    return fair


def list_exhibitors(work: Work, fair_id: int) -> list[Exhibitor]:
    """Return exhibitors by booth, with their published postings."""
    rows = work.session.execute(
        select(Employer, FairEmployer.booth)
        .join(
            FairEmployer,
            (FairEmployer.tenant_id == Employer.tenant_id)
            & (FairEmployer.employer_id == Employer.id),
        )
        .where(FairEmployer.tenant_id == work.tenant_id, FairEmployer.fair_id == fair_id)
        .order_by(FairEmployer.booth)
    ).all()
    offers = _postings_of(work, [employer.id for employer, _ in rows])
    return [Exhibitor(employer, booth, tuple(offers[employer.id])) for employer, booth in rows]


def employers_to_invite(work: Work, fair_id: int, *, limit: int = 50) -> list[tuple[Employer, int]]:
    """Return employers with published postings that are not at the fair yet, most postings first.

    Raises NotAllowed.
    """
    work.actor.require(Permission.MANAGE_FAIRS)
    there = select(FairEmployer.employer_id).where(
        FairEmployer.tenant_id == work.tenant_id, FairEmployer.fair_id == fair_id
    )
    count = func.count(PublishedPosting.posting_id)
    rows = work.session.execute(
        select(Employer, count)
        .join(
            PublishedPosting,
            (PublishedPosting.tenant_id == Employer.tenant_id)
            & (PublishedPosting.employer_id == Employer.id),
        )
        .where(Employer.tenant_id == work.tenant_id, Employer.id.not_in(there))
        .group_by(Employer.tenant_id, Employer.id)
        .order_by(count.desc(), Employer.id)
        .limit(limit)
    )
    return [(employer, offers) for employer, offers in rows]


def count_people_nearby(work: Work, fair: Fair) -> int:
    """Return how many registered people near a fair want work of the kinds offered there.

    A count only, no person: near is within the tenant's `fairs.nearby_km`, a kind is the
    minor group (小类) of an occupation.
    """
    kinds = (
        select(func.left(PublishedPosting.occupation_code, MINOR_GROUP))
        .join(
            FairEmployer,
            (FairEmployer.tenant_id == PublishedPosting.tenant_id)
            & (FairEmployer.employer_id == PublishedPosting.employer_id),
        )
        .where(FairEmployer.tenant_id == work.tenant_id, FairEmployer.fair_id == fair.id)
    )
    wants = select(SeekerWant.seeker_id).where(
        SeekerWant.tenant_id == work.tenant_id,
        func.left(SeekerWant.occupation_code, MINOR_GROUP).in_(kinds),
    )
    query = select(func.count()).where(
        Seeker.tenant_id == work.tenant_id,
        Seeker.status == SeekerStatus.ACTIVE,
        Seeker.id.in_(wants),
        _within_km(fair, work.setting(NEARBY_KM)),
    )
    return work.session.scalar(query) or 0


def _within_km(fair: Fair, km: int) -> ColumnElement[bool]:
    """Great-circle distance by the spherical law of cosines; a box of latitudes first."""
    box = Seeker.lat.between(fair.lat - km / KM_A_DEGREE, fair.lat + km / KM_A_DEGREE)
    cosine = func.sin(func.radians(Seeker.lat)) * func.sin(func.radians(fair.lat)) + func.cos(
        func.radians(Seeker.lat)
    ) * func.cos(func.radians(fair.lat)) * func.cos(func.radians(Seeker.lon - fair.lon))
    near: ColumnElement[bool] = EARTH_KM * func.acos(func.least(1.0, cosine)) <= km
    return box & near


def _postings_of(work: Work, employer_ids: list[int]) -> dict[int, list[PublishedPosting]]:
    found: dict[int, list[PublishedPosting]] = {employer_id: [] for employer_id in employer_ids}
    rows = work.session.scalars(
        select(PublishedPosting)
        .where(
            PublishedPosting.tenant_id == work.tenant_id,
            PublishedPosting.employer_id.in_(employer_ids),
        )
        .order_by(PublishedPosting.posting_id)
    )
    for posting in rows:
        found[posting.employer_id].append(posting)
    return found
