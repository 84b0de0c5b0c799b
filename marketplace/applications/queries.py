"""Reading answers: the person's list, the employer's list, what matching must know."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from marketplace.applications.access import access_application
from marketplace.applications.employer import interested_cards
from marketplace.applications.models import (
    Application,
    ApplicationState,
    Feedback,
    FeedbackKind,
)
from marketplace.employers import Employer
from marketplace.postings import Posting, PostingNotFound, access_posting
from marketplace.seekers import CandidateRow, access_own, among
from tenants.access import Permission
from tenants.work import Work

S = ApplicationState
PAGE = 50


@dataclass(frozen=True)
class OwnApplication:
    """One line of a person's list."""

    application: Application
    title: str
    employer_name: str


@dataclass(frozen=True)
class Received:
    """One line of an employer's list. `card` is None when the person closed their profile."""

    application: Application
    card: CandidateRow | None


@dataclass(frozen=True)
class Answer:
    """What a person said to a posting so far."""

    state: ApplicationState | None
    application_id: int | None
    not_for_me: bool


def list_own_applications(
    work: Work, *, before: int | None = None, limit: int = PAGE
) -> list[OwnApplication]:
    """Return the actor's own applications, newest first. Raises NotAllowed, SeekerNotFound."""
    seeker = access_own(work)
    query = (
        select(Application, Posting.title, Employer.name)
        .join(
            Posting,
            (Posting.tenant_id == Application.tenant_id) & (Posting.id == Application.posting_id),
        )
        .join(
            Employer,
            (Employer.tenant_id == Application.tenant_id)
            & (Employer.id == Application.employer_id),
        )
        .where(Application.tenant_id == work.tenant_id, Application.seeker_id == seeker.id)
    )
    if before is not None:
        query = query.where(Application.id < before)
    rows = work.session.execute(query.order_by(Application.id.desc()).limit(limit))
    return [OwnApplication(application, title, name) for application, title, name in rows]


def list_received(
    work: Work, posting_id: int, *, before: int | None = None, limit: int = PAGE
) -> list[Received]:
    """Return a posting's applications with anonymous cards, newest first; looks are audited.

    Raises NotAllowed, PostingNotFound.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    if access_posting(work, posting_id).employer_id != work.actor.employer_id:
        raise PostingNotFound
    query = select(Application).where(
        Application.tenant_id == work.tenant_id, Application.posting_id == posting_id
    )
    if before is not None:
        query = query.where(Application.id < before)
    rows = list(work.session.scalars(query.order_by(Application.id.desc()).limit(limit)))
    cards = interested_cards(work, rows)
    return [Received(row, cards.get(row.seeker_id)) for row in rows]


def in_touch(work: Work, posting_id: int) -> set[int]:
    """Return the people with whom an application for the posting exists, in any state.

    Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    rows = work.session.scalars(
        select(Application.seeker_id).where(
            Application.tenant_id == work.tenant_id,
            Application.posting_id == posting_id,
            Application.employer_id == (work.actor.employer_id or 0),
        )
    )
    return set(rows)


def count_by_posting(
    work: Work, posting_ids: Collection[int]
) -> dict[int, dict[ApplicationState, int]]:
    """Return how many applications each posting of the own employer has in each state.

    Raises NotAllowed.
    """
    work.actor.require(Permission.SEE_CANDIDATES)
    rows = work.session.execute(
        select(Application.posting_id, Application.state, func.count())
        .where(
            Application.tenant_id == work.tenant_id,
            Application.employer_id == (work.actor.employer_id or 0),
            among(Application.posting_id, posting_ids),
        )
        .group_by(Application.posting_id, Application.state)
    )
    found: dict[int, dict[ApplicationState, int]] = defaultdict(dict)
    for posting_id, state, count in rows:
        found[posting_id][state] = count
    return found


def own_answers(work: Work, posting_ids: Collection[int]) -> dict[int, Answer]:
    """Return what the actor said to each posting; one without an answer is left out."""
    seeker = access_own(work)
    applications = {
        row.posting_id: row
        for row in work.session.scalars(
            select(Application).where(
                Application.tenant_id == work.tenant_id,
                Application.seeker_id == seeker.id,
                among(Application.posting_id, posting_ids),
            )
        )
    }
    refused = set(
        work.session.scalars(
            select(Feedback.posting_id).where(
                *_refusals(work),
                Feedback.seeker_id == seeker.id,
                among(Feedback.posting_id, posting_ids),
            )
        )
    )
    return {
        posting_id: _answer(applications.get(posting_id), refused=posting_id in refused)
        for posting_id in posting_ids
        if posting_id in applications or posting_id in refused
    }


def _answer(application: Application | None, *, refused: bool) -> Answer:
    if application is None:
        return Answer(None, None, refused)
    return Answer(application.state, application.id, refused)


def declined_of(work: Work, seeker_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the postings that each person does not want: refused, declined or withdrawn.

    For matching, which never recommends them again; unguarded.
    """
    left = (S.DECLINED, S.WITHDRAWN)
    return _merged(
        _pairs(work, Feedback, seeker_ids, *_refusals(work)),
        _pairs(work, Application, seeker_ids, Application.state.in_(left)),
    )


def engaged_of(work: Work, seeker_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return the postings with which each person is in touch, or was to the end.

    For matching, which need not recommend what the person has answered; unguarded.
    """
    left = (S.DECLINED, S.WITHDRAWN)
    return _merged(_pairs(work, Application, seeker_ids, Application.state.not_in(left)))


def history(work: Work, application_id: int) -> Sequence[Feedback]:
    """Return the answers that led to where an application stands, oldest first.

    Raises ApplicationNotFound.
    """
    application = access_application(work, application_id)
    return work.session.scalars(
        select(Feedback)
        .where(
            Feedback.tenant_id == work.tenant_id,
            Feedback.seeker_id == application.seeker_id,
            Feedback.posting_id == application.posting_id,
        )
        .order_by(Feedback.id)
    ).all()


def _refusals(work: Work) -> list[ColumnElement[bool]]:
    return [
        Feedback.tenant_id == work.tenant_id,
        Feedback.kind == FeedbackKind.NOT_FOR_ME,
        Feedback.undone_at.is_(None),
    ]


def _pairs(
    work: Work,
    table: type[Application] | type[Feedback],
    seeker_ids: Collection[int],
    *conditions: ColumnElement[bool],
) -> list[tuple[int, int]]:
    query = select(table.seeker_id, table.posting_id).where(
        table.tenant_id == work.tenant_id, among(table.seeker_id, seeker_ids), *conditions
    )
    return [(seeker_id, posting_id) for seeker_id, posting_id in work.session.execute(query)]


def _merged(*lists: list[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, set[int]] = defaultdict(set)
    for pairs in lists:
        for seeker_id, posting_id in pairs:
            found[seeker_id].add(posting_id)
    return {seeker_id: tuple(sorted(ids)) for seeker_id, ids in found.items()}
