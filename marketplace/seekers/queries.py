"""Reading people: for the officer's list, for matching, for the index of cards."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.seekers.access import access_own
from marketplace.seekers.identity import checked_id_number, checked_name, checked_phone
from marketplace.seekers.models import (
    DocumentType,
    Seeker,
    SeekerStatus,
    SeekerWant,
)
from marketplace.seekers.sealing import Contact, id_hash, name_hash, open_contact, phone_hash
from tenants.access import Permission
from tenants.work import Work


@dataclass(frozen=True)
class SeekerLine:
    """One line of an officer's list: masked."""

    id: int
    surname_masked: str
    place_code: int | None
    status: SeekerStatus
    wants: tuple[str, ...]
    education: str | None
    version: int


@dataclass(frozen=True)
class SeekerFilter:
    """What an officer's list is narrowed by; name, phone and document find exact values only.

    Without a status everybody but those who closed.
    """

    place_code: int | None = None
    name: str = ""
    phone: str = ""
    id_number: str = ""
    status: SeekerStatus | None = None


def own_profile(work: Work) -> Seeker:
    """Return the actor's own row with its wants. Raises NotAllowed, SeekerNotFound."""
    return access_own(work)


def own_contact(work: Work) -> Contact:
    """Return the actor's own identity in the clear; show it masked unless they ask."""
    return open_contact(access_own(work))


def list_seekers(
    work: Work, wanted: SeekerFilter, *, before: int | None = None, limit: int = 50
) -> list[SeekerLine]:
    """Return people of the officer's territory, newest first; `before` turns the page.

    A search for a name, phone or document is audited, with the number of people found.
    Raises NotAllowed, and an Invalid when a searched value cannot be one.
    """
    work.actor.require(Permission.SEE_SEEKERS)
    query = select(Seeker).where(Seeker.tenant_id == work.tenant_id, *_narrowed(work, wanted))
    if before is not None:
        query = query.where(Seeker.id < before)
    rows = list(work.session.scalars(query.order_by(Seeker.id.desc()).limit(limit)))
    if wanted.name or wanted.phone or wanted.id_number:
        work.audit("seekers.searched", "seeker", None, found=len(rows))
    titles = wants_of(work, [row.id for row in rows])
    return [_line(row, titles[row.id]) for row in rows]


def _line(row: Seeker, wants: Sequence[tuple[str | None, str]]) -> SeekerLine:
    return SeekerLine(
        id=row.id,
        surname_masked=row.surname_masked,
        place_code=row.place_code,
        status=row.status,
        wants=tuple(title for _, title in wants),
        education=row.education,
        version=row.version,
    )


def _narrowed(work: Work, wanted: SeekerFilter) -> list[ColumnElement[bool]]:
    conditions = [in_territory(work)]
    if wanted.place_code is not None:
        conditions.append(within(wanted.place_code))
    if wanted.status is None:
        conditions.append(Seeker.status != SeekerStatus.CLOSED)
    else:
        conditions.append(Seeker.status == wanted.status)
    if wanted.name:
        found = name_hash(work.tenant_id, checked_name(wanted.name))
        conditions.append(Seeker.name_hash == found)
    if wanted.phone:
        found = phone_hash(work.tenant_id, checked_phone(wanted.phone))
        conditions.append(Seeker.phone_hash == found)
    if wanted.id_number:
        number = checked_id_number(wanted.id_number, DocumentType.RESIDENT_ID)
        conditions.append(Seeker.id_hash == id_hash(work.tenant_id, number))
    return conditions


def among(column: InstrumentedAttribute[int], ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that `column` is one of `ids`: one parameter, however many."""
    return column == any_(literal(list(ids), ARRAY(BigInteger)))


def within(code: int) -> ColumnElement[bool]:
    """Return the condition that a person lives in a division: ranges of codes use the index."""
    text = str(code)
    if len(text) == 9:  # noqa: PLR2004 - a township
        return Seeker.place_code == code
    span = 9999 if code % 10000 == 0 else 99 if code % 100 == 0 else 0
    return or_(
        Seeker.place_code.between(code, code + span),
        Seeker.place_code.between(code * 1000, (code + span) * 1000 + 999),
    )


def in_territory(work: Work) -> ColumnElement[bool]:
    """Return the condition that a person lives in the actor's territory."""
    if not work.actor.territories:
        return true()
    return or_(*(within(code) for code in work.actor.territories))


def count_seekers(work: Work, status: SeekerStatus | None = SeekerStatus.ACTIVE) -> int:
    """Return how many people are registered (with `status`)."""
    query = select(func.count()).where(Seeker.tenant_id == work.tenant_id)
    if status is not None:
        query = query.where(Seeker.status == status)
    return work.session.scalar(query) or 0


def wants_of(
    work: Work, ids: Collection[int], *, first: int | None = None, last: int | None = None
) -> dict[int, list[tuple[str | None, str]]]:
    """Return (code, title) of each person's wishes, first wish first; unguarded.

    With `first` and `last` the whole range is read instead of a list of ids.
    """
    query = select(SeekerWant.seeker_id, SeekerWant.occupation_code, SeekerWant.title_text).where(
        SeekerWant.tenant_id == work.tenant_id
    )
    if first is not None and last is not None:
        query = query.where(SeekerWant.seeker_id.between(first, last))
    else:
        query = query.where(among(SeekerWant.seeker_id, ids))
    found: dict[int, list[tuple[str | None, str]]] = defaultdict(list)
    for seeker_id, code, title in work.session.execute(
        query.order_by(SeekerWant.seeker_id, SeekerWant.rank)
    ):
        found[seeker_id].append((code, title))
    return found
