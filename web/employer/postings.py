"""Posting a job: form, findings, status with the reviewer's remarks."""

from datetime import date
from typing import Any

from flask import Response, url_for

from language.pay import parse_pay
from marketplace import applications, employers, postings
from marketplace.postings import Posting, PostingStatus
from marketplace.seekers import CONDITION_LABELS, EDUCATION_LABELS
from matching.wording import RESERVED_LABELS
from runtime.clock import today
from runtime.messages import N_
from tenants.work import Work, begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.employer.blueprint import bp
from web.employer.posting_form import PostingForm
from web.forms import Form, HalfWidth
from web.marking import marked
from web.pay_words import pay_words
from web.place_words import place_words
from web.posting_words import STATUS_WORDS, timeline
from web.translate import gettext

TEXTS = ("title", "duties", "requirements")
DEFAULT_VALIDITY_DAYS = 60


class PayForm(Form):
    """A pay text to be understood while it is typed."""

    pay_text: HalfWidth = ""


@bp.get("/")
def home() -> Response:
    """Show what needs the employer: postings by state, people who answered."""
    with begin(current_actor(), read_only=True) as work:
        employer = employers.own_employer(work)
        rows = postings.list_of_employer(work, employer.id, limit=200)
        answers = applications.count_by_posting(work, [row.id for row in rows])
    waiting = [row for row in rows if row.status is PostingStatus.RETURNED]
    return respond(
        "employer/home.html",
        employer=employer,
        rows=rows[:8],
        returned=waiting,
        words=STATUS_WORDS,
        published=sum(row.status is PostingStatus.PUBLISHED for row in rows),
        in_review=sum(row.status is PostingStatus.SUBMITTED for row in rows),
        answers={posting_id: sum(states.values()) for posting_id, states in answers.items()},
    )


@bp.get("/postings")
def list_postings() -> Response:
    """List the employer's postings, the newest change first."""
    with begin(current_actor(), read_only=True) as work:
        employer = employers.own_employer(work)
        rows = postings.list_of_employer(work, employer.id, limit=200)
        answers = applications.count_by_posting(work, [row.id for row in rows])
    counts = {posting_id: sum(states.values()) for posting_id, states in answers.items()}
    return respond("employer/postings/list.html", rows=rows, words=STATUS_WORDS, answers=counts)


@bp.get("/postings/new")
def new_posting() -> Response:
    """Show the empty form."""
    with begin(current_actor(), read_only=True) as work:
        employers.own_employer(work)
    return respond("employer/postings/form.html", posting=None, **_choices())


@bp.post("/postings/new")
def create_posting() -> Response:
    """Keep a draft, or hand it in for review at once."""
    form = parse(PostingForm)
    with begin(current_actor()) as work:
        employer = employers.own_employer(work)
        posting = postings.create_posting(
            work, employer.id, form.content(), lawful_ground=form.lawful_ground
        )
        _submit_if_asked(work, posting, form)
    return redirect_to(url_for("employer.show_posting", posting_id=posting.id))


@bp.get("/postings/<int:posting_id>")
def show_posting(posting_id: int) -> Response:
    """Show one posting: state, remarks, findings in the text, people, what happened."""
    with begin(current_actor(), read_only=True) as work:
        posting = postings.access_posting(work, posting_id)
        found = postings.posting_findings(work, posting)
        states = applications.count_by_posting(work, [posting_id]).get(posting_id, {})
        story = timeline(postings.list_versions(work, posting_id))
    return respond(
        "employer/postings/show.html",
        posting=posting,
        words=STATUS_WORDS,
        found=found,
        texts={name: marked(getattr(posting, name), name, found) for name in TEXTS},
        pay=pay_words(
            posting.pay_low_fen,
            posting.pay_high_fen,
            posting.pay_basis,
            posting.pay_months,
            posting.pay_text,
        ),
        place=place_words(posting.place_code, posting.address),
        answers=sum(states.values()),
        story=story,
    )


@bp.get("/postings/<int:posting_id>/edit")
def posting_form(posting_id: int) -> Response:
    """Show the form filled."""
    with begin(current_actor(), read_only=True) as work:
        posting = postings.access_posting(work, posting_id)
    return respond("employer/postings/form.html", posting=posting, **_choices())


@bp.post("/postings/<int:posting_id>/edit")
def edit_posting(posting_id: int) -> Response:
    """Save changes; a public posting is reviewed again."""
    form = parse(PostingForm)
    with begin(current_actor()) as work:
        posting = postings.edit_posting(
            work,
            posting_id,
            form.content(),
            version=form.version,
            lawful_ground=form.lawful_ground,
        )
        _submit_if_asked(work, posting, form)
    return redirect_to(url_for("employer.show_posting", posting_id=posting_id))


@bp.post("/postings/<int:posting_id>/<any(submit, pause, resume, fill, withdraw):act>")
def move_posting(posting_id: int, act: str) -> Response:
    """Submit, pause, resume, close as filled, or withdraw."""
    verb, done = MOVES[act]
    with begin(current_actor()) as work:
        verb(work, posting_id)
    say(gettext(done))
    return redirect_to(url_for("employer.show_posting", posting_id=posting_id))


@bp.get("/pay")
def understood_pay() -> Response:
    """Say how a pay text is understood, for htmx while it is typed."""
    current_actor()
    pay = parse_pay(parse(PayForm).pay_text)
    words = pay_words(pay.low_fen, pay.high_fen, pay.basis, pay.months)
    return respond("employer/postings/pay.html", block="understood", pay=pay, words=words)


MOVES = {
    "submit": (postings.submit_posting, N_("已提交审核，3 个工作日内有结果。")),
    "pause": (postings.pause_posting, N_("岗位已暂停，求职者暂时看不到。")),
    "resume": (postings.resume_posting, N_("岗位已恢复。")),
    "fill": (postings.mark_filled, N_("已标记为招满，岗位不再展示。")),
    "withdraw": (postings.withdraw_posting, N_("岗位已撤回。")),
}


def _submit_if_asked(work: Work, posting: Posting, form: PostingForm) -> None:
    asked = form.action == "submit" and posting.status is not PostingStatus.SUBMITTED
    if asked:
        postings.submit_posting(work, posting.id)
    in_review = posting.status is PostingStatus.SUBMITTED
    say(gettext("已提交审核，3 个工作日内有结果。") if in_review else gettext("草稿已保存。"))


def _choices() -> dict[str, Any]:
    return {
        "educations": [(level.value, gettext(text)) for level, text in EDUCATION_LABELS.items()],
        "conditions": [(name.value, gettext(text)) for name, text in CONDITION_LABELS.items()],
        "reserved": [(kind, gettext(text)) for kind, text in RESERVED_LABELS.items()],
        "default_end": date.fromordinal(today().toordinal() + DEFAULT_VALIDITY_DAYS),
    }
