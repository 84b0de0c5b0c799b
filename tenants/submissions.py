"""A form sent twice acts once: the first sending claims its key, the second gets its answer.

The key is a hash of who sent which form, with which token and content, so the same person may
change a form and send it again. A claim whose process died can be taken over after a minute.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from runtime.clock import now
from tenants.database import Base
from tenants.work import begin_platform

TAKEN_OVER_AFTER = timedelta(minutes=1)
KEPT_FOR = timedelta(days=1)


class FormSubmission(Base):
    """One sending of a form; holds no content, only where its answer led."""

    __tablename__ = "form_submission"
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    location: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True)
class Claim:
    """Whether the caller may act; else whether the first sending finished, and where it led."""

    ours: bool
    finished: bool = False
    location: str = ""


def claim_submission(key_hash: str) -> Claim:
    """Claim a form's key for the caller, or tell what became of it."""
    at = now()
    row = insert(FormSubmission).values(key_hash=key_hash, started_at=at, location="")
    take = row.on_conflict_do_update(
        index_elements=["key_hash"],
        set_={"started_at": at},
        where=FormSubmission.finished_at.is_(None)
        & (FormSubmission.started_at < at - TAKEN_OVER_AFTER),
    ).returning(FormSubmission.key_hash)
    with begin_platform() as session:
        if session.scalar(take):
            return Claim(ours=True)
        found = session.scalar(select(FormSubmission).where(FormSubmission.key_hash == key_hash))
    if found is None:  # released between the two statements: the sender may press again
        return Claim(ours=False)
    return Claim(ours=False, finished=found.finished_at is not None, location=found.location)


def finish_submission(key_hash: str, location: str) -> None:
    """Remember where the act led, for a second sending of the same form."""
    with begin_platform() as session:
        session.execute(
            update(FormSubmission)
            .where(FormSubmission.key_hash == key_hash)
            .values(finished_at=now(), location=location)
        )


def release_submission(key_hash: str) -> None:
    """Give the key back: the form was refused, so it may be sent again. Safe to repeat."""
    with begin_platform() as session:
        session.execute(delete(FormSubmission).where(FormSubmission.key_hash == key_hash))


def forget_old_submissions() -> None:
    """Delete keys older than a day: run by the schedule."""
    with begin_platform() as session:
        session.execute(delete(FormSubmission).where(FormSubmission.started_at < now() - KEPT_FOR))
