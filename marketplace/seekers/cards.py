"""The card of a person: what an employer may see before an invitation is accepted.

No name, sex, number, address, birthday, group or free text; a home is told to about 5 km only,
so that its distances to several workplaces do not find it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by

from marketplace.seekers.agreements import AGE_NAMED
from marketplace.seekers.discretion import discreet
from marketplace.seekers.identity import age_band
from marketplace.seekers.models import HomePrecision, Seeker, SeekerStatus, SeekerWant
from marketplace.seekers.queries import among
from marketplace.seekers.rules import employer_key
from marketplace.seekers.sealing import open_name
from runtime.clock import china_date
from tenants.access import Permission
from tenants.consents import Purpose, agreed_to_words, consented
from tenants.work import Work

GRID_DEGREES = 0.05
"""How exactly a home is told that the person gave to the spot: about 5 km."""

Point = tuple[float | None, float | None]


@dataclass(frozen=True)
class CandidateRow:
    """A masked card; `version` is the profile's, for the index.

    `age_band` is a code of `AGE_BANDS`, there only where the words of the person's consent
    named it; it turns with the calendar year, so that no birthday shows.
    """

    id: int
    version: int
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
    age_band: str | None = None


def candidate_rows(
    work: Work, ids: Collection[int] | None = None, *, employer_names: Collection[str] = ()
) -> list[CandidateRow]:
    """Return cards of active people who agreed to share them, in the order of their ids.

    Without those who hide from an employer of one of `employer_names`. An id that does not
    come back has no card now: the index forgets it. Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    return _cards(work, ids, employer_names, [Seeker.id.in_(consented(work, Purpose.SHARE_CARD))])


def cards_of_interested(work: Work, ids: Collection[int]) -> list[CandidateRow]:
    """Return cards of people who turned to the employer themselves: no share consent needed.

    The caller has checked that they did. Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    return _cards(work, ids, (), [])


def ids_hiding_from(work: Work, employer_names: Collection[str]) -> set[int]:
    """Return the active people who hide from an employer of one of the names; unguarded."""
    rows = work.session.execute(
        select(Seeker.id, Seeker.hidden_from).where(
            Seeker.tenant_id == work.tenant_id,
            Seeker.status == SeekerStatus.ACTIVE,
            func.cardinality(Seeker.hidden_from) > 0,
        )
    )
    return {seeker_id for seeker_id, names in rows if _names_one(names, employer_names)}


def seeker_versions(work: Work, ids: Collection[int] | None = None) -> dict[int, int]:
    """Return the version of each person's row, also of those without a card: for tombstones."""
    query = select(Seeker.id, Seeker.version).where(Seeker.tenant_id == work.tenant_id)
    if ids is not None:
        query = query.where(among(Seeker.id, ids))
    return {row.id: row.version for row in work.session.execute(query)}


def hides_from(seeker: Seeker, employer_names: Collection[str]) -> bool:
    """Tell whether the person does not want an employer of one of the names to see them."""
    return _names_one(seeker.hidden_from, employer_names)


def _names_one(hidden_from: Collection[str], employer_names: Collection[str]) -> bool:
    hidden = {employer_key(name) for name in hidden_from}
    return any(employer_key(name) in hidden for name in employer_names)


def _cards(
    work: Work,
    ids: Collection[int] | None,
    employer_names: Collection[str],
    conditions: list[ColumnElement[bool]],
) -> list[CandidateRow]:
    aged = agreed_to_words(work, Purpose.SHARE_CARD, AGE_NAMED, Seeker.id)
    query = select(Seeker, aged, _wants()).where(
        Seeker.tenant_id == work.tenant_id, Seeker.status == SeekerStatus.ACTIVE, *conditions
    )
    if ids is not None:
        query = query.where(among(Seeker.id, ids))
    year = china_date(work.now).year
    return [
        _card(row, wants, year if with_age else None)
        for row, with_age, wants in work.session.execute(query.order_by(Seeker.id))
        if not hides_from(row, employer_names)
    ]


def _wants() -> ScalarSelect[Any]:
    """Each person's wishes as [code, title], first wish first, in the same statement."""
    wish = func.jsonb_build_array(SeekerWant.occupation_code, SeekerWant.title_text)
    return (
        select(
            func.coalesce(
                func.jsonb_agg(aggregate_order_by(wish, SeekerWant.rank)), text("'[]'::jsonb")
            )
        )
        .where(SeekerWant.tenant_id == Seeker.tenant_id, SeekerWant.seeker_id == Seeker.id)
        .scalar_subquery()
    )


def _card(row: Seeker, wants: Sequence[tuple[str | None, str]], year: int | None) -> CandidateRow:
    name = open_name(row)
    lat, lon = _spot(row)
    return CandidateRow(
        id=row.id,
        version=row.version,
        wants=tuple(code for code, _ in wants if code is not None),
        want_titles=discreet((title for _, title in wants), name),
        place_code=row.place_code,
        lat=lat,
        lon=lon,
        max_km=row.max_km,
        min_pay_fen=row.min_pay_fen,
        hours=row.hours,
        education=row.education,
        experience_years=row.experience_years,
        skills=discreet(row.skills or (), name),
        certificates=discreet(row.certificates or (), name),
        age_band=None if year is None else age_band(row.birth_on, year),
    )


def _spot(row: Seeker) -> Point:
    """Return where the person lives: the middle of a division, or of a square of the grid."""
    if row.lat is None or row.lon is None or row.precision is not HomePrecision.EXACT:
        return row.lat, row.lon
    return _on_grid(row.lat), _on_grid(row.lon)


def _on_grid(degrees: float) -> float:
    return round(round(degrees / GRID_DEGREES) * GRID_DEGREES, 2)
