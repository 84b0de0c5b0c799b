"""What an employer's searches start from: its open postings, the people it hired."""

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.applications import Application, ApplicationState, visible_cards
from marketplace.pool.access import pool_employer
from marketplace.postings import Posting, PostingStatus, list_of_employer
from tenants.work import Work

MOST_HIRED = 50


@dataclass(frozen=True)
class Model:
    """What hired people had in common with what they may be like: wishes and skills, no person."""

    occupations: tuple[str, ...]
    text: str


def open_postings_of(work: Work) -> list[Posting]:
    """Return the employer's published postings. Raises as `pool_employer`."""
    employer = pool_employer(work)
    return list_of_employer(work, employer.id, statuses=(PostingStatus.PUBLISHED,))


def hired_model(work: Work) -> Model | None:
    """Return what to look for to find people like those the employer hired; None without any.

    Taken from the postings they were hired for and from the cards that the employer may see
    still: who has hidden since, or took the consent back, is no model either. Raises as
    `pool_employer`.
    """
    employer = pool_employer(work)
    rows = work.session.execute(
        select(Application.seeker_id, Posting)
        .join(
            Posting,
            (Posting.tenant_id == Application.tenant_id) & (Posting.id == Application.posting_id),
        )
        .where(
            Application.tenant_id == work.tenant_id,
            Application.employer_id == employer.id,
            Application.state == ApplicationState.HIRED,
        )
        .order_by(Application.changed_at.desc())
        .limit(MOST_HIRED)
    ).all()
    if not rows:
        return None
    postings = {posting.id: posting for _, posting in rows}.values()
    cards = visible_cards(work, {seeker_id for seeker_id, _ in rows}, employer=employer)
    codes = [posting.occupation_code for posting in postings if posting.occupation_code]
    words = [word for posting in postings for word in (posting.title, *posting.skills)]
    words += [word for card in cards for word in card.skills]
    return Model(tuple(dict.fromkeys(codes)), " ".join(dict.fromkeys(words)))
