"""The employer's verbs: postings, people who answered, invitations."""

from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field

from marketplace import applications, employers, pool, postings, recommendations
from marketplace.postings import Posting
from marketplace.seekers import CandidateRow
from tenants.access import Role
from tenants.work import Work, begin
from web.api.blueprint import Body, Id, answer, blueprint
from web.api.description import list_of
from web.api.schemas import ApplicationAnswer, Card, OwnPosting, ReceivedAnswer
from web.edge import current_actor
from web.employer.posting_form import PostingForm
from web.employer.postings import MOVES as PAGE_MOVES

api = blueprint("employer", "用人单位", {Role.RECRUITER, Role.REVIEWER, Role.TENANT_ADMINISTRATOR})
MOVES = {name: verb for name, (verb, _) in PAGE_MOVES.items()}


class PostingPath(BaseModel):
    """A posting's id."""

    posting_id: Id


class MovePath(PostingPath):
    """A posting and what its employer does with it."""

    act: Annotated[str, Field(pattern="^(submit|pause|resume|fill|withdraw)$")]


class InvitePath(PostingPath):
    """A posting and a person on its list of candidates."""

    seeker_id: Id


class PostingBody(PostingForm, Body):
    """A posting as the form takes it; certificates and skills by commas in one text."""


@api.get("/postings", responses={"200": list_of(OwnPosting)})
def list_postings() -> Response:
    """Return the employer's postings, the newest change first."""
    with begin(current_actor(), read_only=True) as work:
        employer = employers.own_employer(work)
        rows = postings.list_of_employer(work, employer.id)
        return answer([_own(work, row) for row in rows])


@api.post("/postings", responses={"201": OwnPosting})
def create_posting(body: PostingBody) -> Response:
    """Keep a draft; with `action: submit` hand it in for review."""
    with begin(current_actor()) as work:
        employer = employers.own_employer(work)
        posting = postings.create_posting(
            work, employer.id, body.content(), lawful_ground=body.lawful_ground
        )
        if body.action == "submit":
            postings.submit_posting(work, posting.id)
        work.session.flush()
        return answer(_own(work, posting), HTTPStatus.CREATED)


@api.get("/postings/<int:posting_id>", responses={"200": OwnPosting})
def read_posting(path: PostingPath) -> Response:
    """Return one posting with its findings."""
    with begin(current_actor(), read_only=True) as work:
        return answer(_own(work, postings.access_posting(work, path.posting_id)))


@api.put("/postings/<int:posting_id>", responses={"200": OwnPosting})
def edit_posting(path: PostingPath, body: PostingBody) -> Response:
    """Change a posting; a public one is reviewed again."""
    with begin(current_actor()) as work:
        posting = postings.edit_posting(
            work,
            path.posting_id,
            body.content(),
            version=body.version,
            lawful_ground=body.lawful_ground,
        )
        work.session.flush()
        return answer(_own(work, posting))


@api.post("/postings/<int:posting_id>/<act>", responses={"200": OwnPosting})
def move_posting(path: MovePath) -> Response:
    """Submit, pause, resume, close as filled, or withdraw. Safe to repeat."""
    with begin(current_actor()) as work:
        posting = MOVES[path.act](work, path.posting_id)
        work.session.flush()
        return answer(_own(work, posting))


@api.get("/postings/<int:posting_id>/applications", responses={"200": list_of(ReceivedAnswer)})
def list_received(path: PostingPath) -> Response:
    """Return who answered, as cards without identity; looks are audited."""
    with begin(current_actor()) as work:
        rows = applications.list_received(work, path.posting_id)
        return answer(
            [
                ReceivedAnswer(
                    application=ApplicationAnswer.model_validate(row.application),
                    card=_card(row.card) if row.card else None,
                )
                for row in rows
            ]
        )


@api.get("/postings/<int:posting_id>/candidates", responses={"200": list_of(Card)})
def list_candidates(path: PostingPath) -> Response:
    """Return recommended people who share a card, without identity; looks are audited."""
    with begin(current_actor()) as work:
        rows = recommendations.list_for_posting(work, path.posting_id)
        ids = [row.seeker_id for row in rows]
        shown = pool.see_cards(work, ids, path.posting_id)
        return answer([_card(card) for card in shown.cards])


@api.post(
    "/postings/<int:posting_id>/candidates/<int:seeker_id>/invite",
    responses={"200": ApplicationAnswer},
)
def invite(path: InvitePath) -> Response:
    """Invite a person on the ground of their card. Safe to repeat."""
    with begin(current_actor()) as work:
        application = pool.invite(work, path.posting_id, path.seeker_id)
        work.session.flush()
        return answer(ApplicationAnswer.model_validate(application))


def _own(work: Work, posting: Posting) -> OwnPosting:
    return OwnPosting.of(posting, postings.posting_findings(work, posting))


def _card(row: CandidateRow) -> Card:
    return Card.model_validate(row, from_attributes=True).model_copy(
        update={"wants": list(dict.fromkeys(row.want_titles))}
    )
