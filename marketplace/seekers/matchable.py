"""Reading people for matching: everything it needs, and nothing that identifies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from marketplace.seekers.models import Seeker, SeekerStatus
from marketplace.seekers.queries import among, wants_of
from runtime.errors import NotAllowed
from tenants.access import Permission
from tenants.consents import Purpose, consented
from tenants.work import Work


@dataclass(frozen=True)
class MatchingRow:
    """Everything of one person that matching needs, without identity; None is "not known".

    `wants` are the codes, `want_titles` the person's words, both first wish first. Groups
    and answers given so far are kept by the rooms above.
    """

    id: int
    wants: tuple[str, ...]
    want_titles: tuple[str, ...]
    birth_on: date | None
    education: str | None
    experience_years: float | None
    skills: tuple[str, ...] | None
    certificates: tuple[str, ...] | None
    excludes: tuple[str, ...]
    hidden_from: tuple[str, ...]
    place_code: int | None
    lat: float | None
    lon: float | None
    precision: str | None
    max_km: float | None
    min_pay_fen: int | None
    min_pay_hard: bool
    hours: str | None
    about: str
    personalised: bool
    version: int


def matchable_ids(work: Work) -> list[int]:
    """Return, in order, the ids of active people who agreed to recommendations."""
    return list(
        work.session.scalars(select(Seeker.id).where(*_matchable(work)).order_by(Seeker.id))
    )


def matching_rows(
    work: Work,
    ids: Collection[int] | None = None,
    *,
    first: int | None = None,
    last: int | None = None,
) -> list[MatchingRow]:
    """Return active people who agreed to recommendations, in the order of their ids.

    All, those of `ids`, or those from `first` to `last` inclusive. Raises NotAllowed unless
    the actor runs cycles, or asks for nobody but themselves.
    """
    own = ids is not None and set(ids) == {work.actor.seeker_id}
    if not (own or work.actor.may(Permission.RUN_CYCLES)):
        raise NotAllowed
    conditions = _matchable(work)
    if ids is not None:
        conditions.append(among(Seeker.id, ids))
    if first is not None and last is not None:
        conditions.append(Seeker.id.between(first, last))
    rows = list(work.session.execute(_matching_columns().where(*conditions).order_by(Seeker.id)))
    wants = wants_of(work, [row.id for row in rows], first=first, last=last)
    return [_matching_row(row._mapping, wants[row.id]) for row in rows]


class Abilities(NamedTuple):
    """What a person wants and brings along; None is "not known"."""

    id: int
    wants: tuple[str, ...]
    skills: tuple[str, ...] | None
    certificates: tuple[str, ...] | None
    personalised: bool


def abilities_of(work: Work, ids: Collection[int]) -> list[Abilities]:
    """Return what some people want and bring along, in the order of their ids.

    For matching, which has met them as matchable; unguarded.
    """
    columns = (Seeker.id, Seeker.skills, Seeker.certificates, Seeker.personalised)
    rows = work.session.execute(
        select(*columns)
        .where(Seeker.tenant_id == work.tenant_id, among(Seeker.id, ids))
        .order_by(Seeker.id)
    ).all()
    wants = wants_of(work, ids)
    return [
        Abilities(
            id=row.id,
            wants=tuple(code for code, _ in wants[row.id] if code is not None),
            skills=None if row.skills is None else tuple(row.skills),
            certificates=None if row.certificates is None else tuple(row.certificates),
            personalised=row.personalised,
        )
        for row in rows
    ]


def _matchable(work: Work) -> list[ColumnElement[bool]]:
    return [
        Seeker.tenant_id == work.tenant_id,
        Seeker.status == SeekerStatus.ACTIVE,
        Seeker.id.in_(consented(work, Purpose.RECOMMENDATION)),
    ]


_PLAIN = (
    "id", "birth_on", "education", "experience_years", "place_code", "lat", "lon", "precision",
    "max_km", "min_pay_fen", "min_pay_hard", "hours", "about", "personalised", "version",
)  # fmt: skip
_LISTS = ("skills", "certificates", "excludes", "hidden_from")


def _matching_columns() -> Any:
    return select(*(getattr(Seeker, name) for name in (*_PLAIN, *_LISTS)))


def _matching_row(row: Any, wants: Sequence[tuple[str | None, str]]) -> MatchingRow:
    lists: dict[str, Any] = {
        name: None if row[name] is None else tuple(row[name]) for name in _LISTS
    }
    return MatchingRow(
        wants=tuple(code for code, _ in wants if code is not None),
        want_titles=tuple(title for _, title in wants),
        **{name: row[name] for name in _PLAIN},
        **lists,
    )
