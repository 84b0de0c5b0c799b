"""Consent: one purpose at a time, with the text that was shown; as easy to take back (N3)."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Identity,
    Index,
    Select,
    exists,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from tenants.database import Base, TenantOwned

if TYPE_CHECKING:
    from tenants.work import Work


class Purpose(StrEnum):
    """What a person may agree to; refusing any never blocks the basic service."""

    RECOMMENDATION = "recommendation"
    PERSONALISATION = "personalisation"
    SMS = "sms"
    SHARE_CARD = "share_card"
    SHARE_GROUP = "share_group"
    GROUP_DATA = "group_data"
    IDENTITY_TO_EMPLOYER = "identity_to_employer"


class Consent(TenantOwned, Base):
    """One consent of one person, for one purpose, to one employer where it names one (0: none)."""

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_standing",
            "tenant_id",
            "seeker_id",
            "purpose",
            "employer_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[Purpose]
    employer_id: Mapped[int] = mapped_column(BigInteger, default=0)
    text_shown: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def give_consent(
    work: "Work", seeker_id: int, purpose: Purpose, text_shown: str, employer_id: int = 0
) -> None:
    """Record a consent with the words that were shown. Safe to repeat."""
    work.session.execute(
        insert(Consent)
        .values(
            tenant_id=work.tenant_id,
            seeker_id=seeker_id,
            purpose=purpose,
            employer_id=employer_id,
            text_shown=text_shown,
            given_at=work.now,
        )
        .on_conflict_do_nothing()
    )
    work.audit(
        "consent.given",
        "consent",
        None,
        subject_seeker_id=seeker_id,
        purpose=purpose,
        employer=employer_id,
    )


def withdraw_consent(work: "Work", seeker_id: int, purpose: Purpose, employer_id: int = 0) -> None:
    """End a standing consent. Safe to repeat."""
    ended = work.session.execute(
        update(Consent)
        .where(
            _standing(work, purpose),
            Consent.seeker_id == seeker_id,
            Consent.employer_id == employer_id,
        )
        .values(withdrawn_at=work.now)
        .returning(Consent.id)
    ).all()
    if ended:
        work.audit(
            "consent.withdrawn",
            "consent",
            None,
            subject_seeker_id=seeker_id,
            purpose=purpose,
            employer=employer_id,
        )


def has_consent(work: "Work", seeker_id: int, purpose: Purpose, employer_id: int = 0) -> bool:
    """Tell whether the person's consent stands now."""
    query = select(Consent.id).where(
        _standing(work, purpose),
        Consent.seeker_id == seeker_id,
        Consent.employer_id == employer_id,
    )
    return work.session.scalar(query) is not None


def list_consents(work: "Work", seeker_id: int) -> list[Consent]:
    """Return all consents of a person, standing and ended, newest first."""
    return list(
        work.session.scalars(
            select(Consent)
            .where(Consent.tenant_id == work.tenant_id, Consent.seeker_id == seeker_id)
            .order_by(Consent.id.desc())
        )
    )


def consented(work: "Work", purpose: Purpose) -> Select[int]:
    """Return the query of seeker ids whose consent for `purpose` stands (to no employer)."""
    return select(Consent.seeker_id).where(_standing(work, purpose), Consent.employer_id == 0)


def agreed_to_words(
    work: "Work", purpose: Purpose, named: str, seeker_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Return the condition that a person's standing consent is to a text in which `named` is."""
    return exists().where(
        _standing(work, purpose),
        Consent.employer_id == 0,
        Consent.seeker_id == seeker_id,
        Consent.text_shown.contains(named, autoescape=True),
    )


def _standing(work: "Work", purpose: Purpose) -> ColumnElement[bool]:
    return (
        (Consent.tenant_id == work.tenant_id)
        & (Consent.purpose == purpose)
        & Consent.withdrawn_at.is_(None)
    )
