"""The card of a person: what an employer may see before an invitation is accepted.

No name, number, address, birthday or free text; coordinates are rounded to about a
kilometre, so that a home cannot be found by them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from marketplace.seekers.models import Seeker, SeekerStatus
from marketplace.seekers.queries import among, wants_of
from marketplace.seekers.rules import employer_key
from tenants.access import Permission
from tenants.consents import Purpose, consented
from tenants.work import Work

ROUNDING = 2  # decimals of a degree: about 1.1 km


@dataclass(frozen=True)
class CandidateRow:
    """A masked card; `version` is the profile's, for the index."""

    id: int
    version: int
    surname_masked: str
    wants: tuple[str, ...]
    want_titles: tuple[str, ...]
    place_code: int | None
    lat: float | None
    lon: float | None
    max_km: float | None
    min_pay_fen: int | None
    hours: str | None
    education: str | None
    experience_years: float | None
    skills: tuple[str, ...]
    certificates: tuple[str, ...]


def candidate_rows(
    work: Work, ids: Collection[int] | None = None, *, employer_name: str | None = None
) -> list[CandidateRow]:
    """Return cards of active people who agreed to share them, in the order of their ids.

    With `employer_name`, without those who hide from that employer. An id that does not
    come back has no card now: the index forgets it. Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    return _cards(work, ids, employer_name, [Seeker.id.in_(consented(work, Purpose.SHARE_CARD))])


def cards_of_interested(
    work: Work, ids: Collection[int], *, employer_name: str | None = None
) -> list[CandidateRow]:
    """Return cards of people who turned to the employer themselves: no share consent needed.

    The caller has checked that they did. Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    return _cards(work, ids, employer_name, [])


def seeker_versions(work: Work, ids: Collection[int] | None = None) -> dict[int, int]:
    """Return the version of each person's row, also of those without a card: for tombstones."""
    query = select(Seeker.id, Seeker.version).where(Seeker.tenant_id == work.tenant_id)
    if ids is not None:
        query = query.where(among(Seeker.id, ids))
    return {row.id: row.version for row in work.session.execute(query)}


def _cards(
    work: Work,
    ids: Collection[int] | None,
    employer_name: str | None,
    conditions: list[ColumnElement[bool]],
) -> list[CandidateRow]:
    query = select(Seeker).where(
        Seeker.tenant_id == work.tenant_id, Seeker.status == SeekerStatus.ACTIVE, *conditions
    )
    if ids is not None:
        query = query.where(among(Seeker.id, ids))
    rows = list(work.session.scalars(query.order_by(Seeker.id)))
    shown = [row for row in rows if not hides_from(row, employer_name)]
    wants = wants_of(work, [row.id for row in shown])
    return [_card(row, wants[row.id]) for row in shown]


def hides_from(seeker: Seeker, employer_name: str | None) -> bool:
    """Tell whether the person does not want this employer to see them."""
    if employer_name is None:
        return False
    return employer_key(employer_name) in {employer_key(name) for name in seeker.hidden_from}


def _card(row: Seeker, wants: list[tuple[str | None, str]]) -> CandidateRow:
    return CandidateRow(
        id=row.id,
        version=row.version,
        surname_masked=row.surname_masked,
        wants=tuple(code for code, _ in wants if code is not None),
        want_titles=tuple(title for _, title in wants),
        place_code=row.place_code,
        lat=None if row.lat is None else round(row.lat, ROUNDING),
        lon=None if row.lon is None else round(row.lon, ROUNDING),
        max_km=row.max_km,
        min_pay_fen=row.min_pay_fen,
        hours=row.hours,
        education=row.education,
        experience_years=row.experience_years,
        skills=tuple(row.skills or ()),
        certificates=tuple(row.certificates or ()),
    )
