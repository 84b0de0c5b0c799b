"""Reading people for matching: everything it needs, and nothing that identifies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

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


def matchable_versions(work: Work, first: int, last: int) -> tuple[list[int], list[int]]:
    """Return ids and versions of the people whom `matching_rows` returns of a range, by id.

    As two arrays: that is ten times as fast as a row for each.
    """
    row = work.session.execute(
        select(
            func.array_agg(aggregate_order_by(Seeker.id, Seeker.id)),
            func.array_agg(aggregate_order_by(Seeker.version, Seeker.id)),
        ).where(*_matchable(work), Seeker.id.between(first, last))
    ).one()
    return list(row[0] or ()), list(row[1] or ())


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
