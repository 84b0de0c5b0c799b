"""What came of recommended postings, for learning: who wanted one, who was hired."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from marketplace.applications.models import (
    Application,
    ApplicationState,
    Feedback,
    FeedbackKind,
    Reason,
)
from marketplace.seekers import among
from tenants.work import Work

S = ApplicationState
WANTED = (FeedbackKind.INTERESTED, FeedbackKind.APPLIED, FeedbackKind.ACCEPTED_CONTACT)
HIRED = (S.HIRED, S.KEPT, S.LEFT)
SETTLED = (*HIRED, S.REJECTED)
WAITING = (S.INTERESTED, S.APPLIED, S.INVITED, S.ACCEPTED)
SILENT_DAYS = 45
"""An employer who has not answered for so long has answered."""


@dataclass(frozen=True)
class Outcome:
    """What a person and an employer made of a posting so far.

    `wanted`: the person showed interest, applied, or accepted an invitation. `decided`: the
    employer's answer is known, or they have been silent for long. `busy`: the person said that
    they have work already, which tells nothing about the posting. `kept`: the person was hired
    and is still there after the tenant's time.
    """

    wanted: bool = False
    busy: bool = False
    decided: bool = False
    hired: bool = False
    kept: bool = False


NO_ANSWER = Outcome()


def outcomes_of(work: Work, seeker_ids: Collection[int]) -> dict[tuple[int, int], Outcome]:
    """Return what came of each (person, posting) that was answered at all.

    For learning, which keeps no ids; unguarded.
    """
    wanted, busy = _answers(work, seeker_ids)
    states = _decisions(work, seeker_ids)
    return {
        pair: Outcome(
            wanted=pair in wanted,
            busy=pair in busy,
            decided=pair in wanted and pair in states,
            hired=pair in wanted and states.get(pair) in HIRED,
            kept=pair in wanted and states.get(pair) is S.KEPT,
        )
        for pair in wanted | busy
    }


def _answers(
    work: Work, seeker_ids: Collection[int]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the pairs that the person wanted, and those where they have work already."""
    busy = (Feedback.kind == FeedbackKind.NOT_FOR_ME) & (
        Feedback.reason_code == Reason.ALREADY_WORKING
    )
    rows = work.session.execute(
        select(
            Feedback.seeker_id,
            Feedback.posting_id,
            func.bool_or(Feedback.kind.in_(WANTED)),
            func.coalesce(func.bool_or(busy & Feedback.undone_at.is_(None)), False),
        )
        .where(Feedback.tenant_id == work.tenant_id, among(Feedback.seeker_id, seeker_ids))
        .group_by(Feedback.seeker_id, Feedback.posting_id)
    ).all()
    wanted = {(seeker, posting) for seeker, posting, said_yes, _ in rows if said_yes}
    return wanted, {(seeker, posting) for seeker, posting, _, has_work in rows if has_work}


def _decisions(work: Work, seeker_ids: Collection[int]) -> dict[tuple[int, int], S]:
    """Return the pairs whose outcome is known, with where they stand."""
    rows = work.session.execute(
        select(
            Application.seeker_id,
            Application.posting_id,
            Application.state,
            Application.changed_at,
        ).where(Application.tenant_id == work.tenant_id, among(Application.seeker_id, seeker_ids))
    ).all()
    silent = work.now - timedelta(days=SILENT_DAYS)
    return {
        (row.seeker_id, row.posting_id): row.state
        for row in rows
        if row.state in SETTLED or (row.state in WAITING and row.changed_at < silent)
    }
