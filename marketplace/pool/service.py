"""The employer's verbs on the pool: search, look, invite; each is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select

from marketplace import applications
from marketplace.applications import Application, CandidateNotFound, Feedback, FeedbackKind
from marketplace.pool.access import pool_employer, subsidised_ids
from marketplace.pool.alarms import raise_alarm
from marketplace.pool.counting import Used, count_views, seen_today, use
from marketplace.pool.errors import InvitationsSpent
from marketplace.pool.models import AlarmKind
from marketplace.pool.settings import CARDS_A_DAY, INVITATIONS_A_DAY
from marketplace.seekers import CandidateRow
from runtime.clock import CHINA, china_date
from tenants.work import Work


@dataclass(frozen=True)
class Shown:
    """Cards that were shown, in order; `spent`: the day's views did not reach for all.

    Of the people, `subsidised` let it be known that hiring them is paid for; with those
    `in_touch` an application for the posting exists.
    """

    cards: list[CandidateRow]
    spent: bool
    subsidised: frozenset[int]
    in_touch: frozenset[int]


def search_cards(work: Work, ids: Sequence[int], posting_id: int | None = None) -> Shown:
    """Return the cards a search found, as `see_cards`, and count the search.

    Many searches let an officer know. A search is never refused: what it may show is bounded
    by the views of a day. Raises as `pool_employer`.
    """
    return _show(work, ids, posting_id, searches=1, tags=True)


def see_cards(work: Work, ids: Sequence[int], posting_id: int | None = None) -> Shown:
    """Return the cards among `ids` that the employer may see, as far as the day's views reach.

    Each view is counted and written down for the person. A card seen before on the same day
    costs nothing more; who may be hired with a subsidy is not read for a list. Raises as
    `pool_employer`.
    """
    return _show(work, ids, posting_id, searches=0)


def see_card(work: Work, seeker_id: int, posting_id: int | None = None) -> Shown:
    """Return one card. Raises as `pool_employer`, CandidateNotFound where none may be seen."""
    shown = _show(work, [seeker_id], posting_id, searches=0, tags=True)
    if not shown.cards and not shown.spent:
        raise CandidateNotFound
    return shown


def invite(work: Work, posting_id: int, seeker_id: int) -> Application:
    """Invite a person to talk about a posting, within the day's number. Safe to repeat.

    Raises as `pool_employer` and `applications.invite`; InvitationsSpent.
    """
    employer = pool_employer(work)
    work.lock(f"pool:{employer.id}")
    most = work.setting(INVITATIONS_A_DAY)
    if _invited_today(work, employer.id) >= most and seeker_id not in applications.in_touch(
        work, posting_id
    ):
        raise InvitationsSpent(most=most)
    return applications.invite(work, posting_id, seeker_id)


def _show(
    work: Work, ids: Sequence[int], posting_id: int | None, *, searches: int, tags: bool = False
) -> Shown:
    employer = pool_employer(work)
    used = use(work, employer.id, searches)
    said = applications.said_about(work, posting_id, ids) if posting_id else applications.NOBODY
    found = applications.visible_cards(work, ids, said, employer)
    visible = {card.id: card for card in found}
    wanted = [visible[seeker_id] for seeker_id in ids if seeker_id in visible]
    shown = (
        wanted[:] if used.left >= len(wanted) else _within_quota(work, employer.id, wanted, used)
    )
    known = [card.id for card in shown]
    count_views(work, employer.id, known)
    applications.audit_looks(work, known, posting_id)
    spent = len(shown) < len(wanted)
    if spent or used.left <= 0:
        raise_alarm(work, employer.id, AlarmKind.CARDS, work.setting(CARDS_A_DAY))
    subsidised = subsidised_ids(work, known) if tags and known else set()
    return Shown(shown, spent, frozenset(subsidised), said.in_touch)


def _within_quota(
    work: Work, employer_id: int, wanted: list[CandidateRow], used: Used
) -> list[CandidateRow]:
    """Return the cards that were seen today already, and as many new ones as are left."""
    seen = seen_today(work, employer_id)
    new = [card.id for card in wanted if card.id not in seen][: max(0, used.left)]
    return [card for card in wanted if card.id in seen or card.id in new]


def _invited_today(work: Work, employer_id: int) -> int:
    query = (
        select(func.count())
        .select_from(Feedback)
        .join(
            Application,
            (Application.tenant_id == Feedback.tenant_id)
            & (Application.seeker_id == Feedback.seeker_id)
            & (Application.posting_id == Feedback.posting_id),
        )
        .where(
            Feedback.tenant_id == work.tenant_id,
            Feedback.kind == FeedbackKind.INVITED,
            Feedback.at >= datetime.combine(china_date(work.now), time(), CHINA),
            Application.employer_id == employer_id,
        )
    )
    return work.session.scalar(query) or 0
