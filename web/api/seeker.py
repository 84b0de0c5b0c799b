"""A person's own verbs: profile, recommendations, answers, invitations."""

from collections.abc import Iterable
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from flask import Response
from pydantic import BaseModel, Field, RootModel

from marketplace import applications, recommendations, seekers
from marketplace.applications import Reason
from marketplace.seekers import Section, Seeker
from matching.doors import Doors
from matching.online import doors_now
from matching.wording import reason_text
from runtime.clock import today
from tenants.access import Role
from tenants.work import begin
from web.api.blueprint import Body, Id, answer, blueprint
from web.api.description import list_of
from web.api.schemas import ApplicationAnswer, Job, ProfileAnswer, RecommendedJob
from web.edge import current_actor, validated
from web.forms import FieldError, FormRefused
from web.seeker.sections import FORMS
from web.translate import gettext

api = blueprint("seeker", "求职者", {Role.SEEKER})
ANSWERS = {"interested": applications.show_interest, "apply": applications.apply}
MOVES = {
    "accept": applications.accept_invitation,
    "decline": applications.decline_invitation,
    "withdraw": applications.withdraw,
}


class PostingPath(BaseModel):
    """A posting's id."""

    posting_id: Id


class AnswerPath(PostingPath):
    """A posting and what the person says to it."""

    act: Annotated[str, Field(pattern="^(interested|apply)$")]


class MovePath(BaseModel):
    """An application and what the person does with it."""

    application_id: Id
    act: Annotated[str, Field(pattern="^(accept|decline|withdraw)$")]


class SectionPath(BaseModel):
    """A part of the profile."""

    section: Section


class Refusal(Body):
    """Why a job is not for the person."""

    reason: Reason


FIELD_NAMES = {
    part: tuple(name for name in form.model_fields if name != "version")
    for part, form in FORMS.items()
}
FIELDS_TOLD = (
    "The part as a whole: a field that is left out is emptied, any other name is refused. "
    + "; ".join(f"{part.value}: {', '.join(names)}" for part, names in FIELD_NAMES.items())
)


class SectionBody(Body):
    """The fields of the part, as its page names them, and the profile's version."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    fields: Annotated[dict[str, Any], Field(min_length=1, description=FIELDS_TOLD)]


@api.get("/me/profile", responses={"200": ProfileAnswer})
def read_profile() -> Response:
    """Return the person's own profile."""
    with begin(current_actor(), read_only=True) as work:
        return answer(_profile(seekers.access_own(work)))


@api.get("/me/doors", responses={"200": RootModel[Doors]})
def read_doors() -> Response:
    """Return what small changes would make more postings eligible, and how many."""
    actor = current_actor()
    with begin(actor, read_only=True) as work:
        person = seekers.access_own(work)
    found = doors_now(actor.tenant_id, person.id, today())
    return answer(asdict(found or Doors(0, 0, ())))


@api.put("/me/profile/<section>", responses={"200": ProfileAnswer})
def save_section(path: SectionPath, body: SectionBody) -> Response:
    """Save one part of the profile."""
    _refuse_unknown(path.section, body.fields)
    form = validated(FORMS[path.section], {**body.fields, "version": body.version})
    with begin(current_actor()) as work:
        person = seekers.change_profile(work, form.change(), version=body.version)
        return answer(_profile(person))


@api.get("/me/recommendations", responses={"200": list_of(RecommendedJob)})
def list_recommendations() -> Response:
    """Return today's recommendations with reasons."""
    with begin(current_actor(), read_only=True) as work:
        person = seekers.access_own(work)
        rows = recommendations.list_today(work, person.id)
    return answer(
        [
            RecommendedJob(
                job=Job.model_validate(row.posting),
                reasons=_texts(row.recommendation.reasons),
                weak=_texts(row.recommendation.weak),
                state=row.recommendation.state.value,
            )
            for row in rows
        ]
    )


@api.post("/me/jobs/<int:posting_id>/<act>", responses={"200": ApplicationAnswer})
def answer_job(path: AnswerPath) -> Response:
    """Show interest in a job, or apply for it. Safe to repeat."""
    with begin(current_actor()) as work:
        application = ANSWERS[path.act](work, path.posting_id)
        work.session.flush()
        return answer(ApplicationAnswer.model_validate(application))


@api.post("/me/jobs/<int:posting_id>/not-for-me", responses={"204": None})
def refuse_job(path: PostingPath, body: Refusal) -> Response:
    """Say that a job is not for the person, and why. Safe to repeat."""
    with begin(current_actor()) as work:
        applications.not_for_me(work, path.posting_id, body.reason)
    return Response(status=HTTPStatus.NO_CONTENT)


@api.delete("/me/jobs/<int:posting_id>/not-for-me", responses={"204": None})
def undo_refusal(path: PostingPath) -> Response:
    """Take "not for me" back. Safe to repeat."""
    with begin(current_actor()) as work:
        applications.undo_not_for_me(work, path.posting_id)
    return Response(status=HTTPStatus.NO_CONTENT)


@api.get("/me/applications", responses={"200": list_of(ApplicationAnswer)})
def list_applications() -> Response:
    """Return the person's applications, newest first."""
    with begin(current_actor(), read_only=True) as work:
        rows = applications.list_own_applications(work)
        return answer([ApplicationAnswer.model_validate(row.application) for row in rows])


@api.post("/me/applications/<int:application_id>/<act>", responses={"200": ApplicationAnswer})
def move_application(path: MovePath) -> Response:
    """Accept or decline an invitation, or take an application back. Safe to repeat."""
    with begin(current_actor()) as work:
        application = MOVES[path.act](work, path.application_id)
        work.session.flush()
        return answer(ApplicationAnswer.model_validate(application))


def _refuse_unknown(section: Section, sent: Iterable[str]) -> None:
    """A misspelt name would count as "not given" and empty what is stored."""
    known = FIELD_NAMES[section]
    text = gettext("没有这一项。可以填写的有：%(names)s。", names="、".join(known))
    wrong = [FieldError(name, text) for name in sent if name not in known]
    if wrong:
        raise FormRefused(wrong)


def _profile(person: Seeker) -> ProfileAnswer:
    shown = {
        name: getattr(person, name)
        for name in ProfileAnswer.model_fields
        if name not in {"wants", "missing"}
    }
    return ProfileAnswer(
        **shown,
        wants=[{"title": w.title_text, "code": w.occupation_code} for w in person.wants],
        missing=[part.value for part in seekers.missing_fields(person)],
    )


def _texts(reasons: list[dict[str, Any]]) -> list[str]:
    return [reason_text(each["code"], each["values"], gettext) for each in reasons]
