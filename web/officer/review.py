"""The review desk: the queue by its clock, one posting with findings marked, decisions by keys."""

from typing import Annotated, Any

from flask import Response, url_for
from pydantic import Field

from language.pay import format_pay
from marketplace import employers, postings
from marketplace.postings import Posting, PostingContent
from matching.wording import RESERVED_LABELS
from runtime.messages import N_
from tenants.access import Permission
from tenants.work import Work, begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.formats import day
from web.forms import Form
from web.job_cards import condition_words, education_words
from web.marking import marked
from web.officer.blueprint import bp
from web.pay_words import pay_words
from web.place_words import place_words
from web.posting_words import STATUS_WORDS, timeline
from web.translate import gettext

TEXTS = ("title", "duties", "requirements")
SHOWN = 20
TEMPLATES = (
    N_("请写明每天的工作内容和上下班时间。"),
    N_("请写明基本薪酬的数额或范围。"),
    N_("请删除对性别、年龄、户籍、民族、婚育的限制，或填写法律依据。"),
    N_("招聘人数与岗位不符，请核对后重新填写。"),
    N_("工作地点不清楚，请写到区县和详细地址。"),
)


class DecisionForm(Form):
    """The reviewer's words to the employer."""

    note: Annotated[str, Field(title=N_("审核意见"), max_length=500)] = ""


@bp.get("/postings")
def list_postings() -> Response:
    """Show the queue, the posting that is due first on top; a click opens it."""
    with begin(current_actor(), read_only=True) as work:
        queue = postings.review_queue(work)
        unverified = employers.list_unverified(work, limit=20)
    return respond("officer/postings/queue.html", queue=queue, unverified=unverified)


@bp.get("/postings/<int:posting_id>")
def review_posting(posting_id: int) -> Response:
    """Show one posting with its findings, its employer, its neighbours in the queue."""
    with begin(current_actor(), read_only=True) as work:
        work.actor.require(Permission.REVIEW_POSTINGS)
        posting = postings.access_posting(work, posting_id)
        context = _desk(work, posting)
    return respond("officer/postings/review.html", **context)


@bp.post("/postings/<int:posting_id>/approve")
def approve(posting_id: int) -> Response:
    """Publish the posting and go on to the next."""
    form = parse(DecisionForm, page="officer.review_posting")
    with begin(current_actor()) as work:
        posting = postings.approve_posting(work, posting_id, note=form.note)
        _, following = postings.neighbours_in_review(work, posting)
    say(gettext("“%(title)s”已通过。", title=posting.title))
    return redirect_to(_next(following))


@bp.post("/postings/<int:posting_id>/return")
def give_back(posting_id: int) -> Response:
    """Send the posting back with words, and go on to the next."""
    form = parse(DecisionForm, page="officer.review_posting")
    with begin(current_actor()) as work:
        posting = postings.return_posting(work, posting_id, note=form.note)
        _, following = postings.neighbours_in_review(work, posting)
    say(gettext("“%(title)s”已退回修改。", title=posting.title))
    return redirect_to(_next(following))


@bp.post("/employers/<int:employer_id>/verify")
def verify_employer(employer_id: int) -> Response:
    """Record that the employer's qualification was checked."""
    with begin(current_actor()) as work:
        employer = employers.verify_employer(work, employer_id)
    say(gettext("“%(name)s”资质已核验。", name=employer.name))
    return redirect_to(url_for("officer.list_postings"))


def _desk(work: Work, posting: Posting) -> dict[str, Any]:
    found = postings.posting_findings(work, posting)
    before, after = postings.neighbours_in_review(work, posting)
    queue = postings.review_queue(work, limit=SHOWN)
    return {
        "posting": posting,
        "employer": employers.access_employer(work, posting.employer_id),
        "found": found,
        "texts": {name: marked(getattr(posting, name), name, found) for name in TEXTS},
        "words": STATUS_WORDS,
        "before": before,
        "after": after,
        "facts": _facts(posting),
        "story": timeline(postings.list_versions(work, posting.id)),
        "templates": TEMPLATES,
        "queue": queue,
        "item": next((row for row in queue if row.posting.id == posting.id), None),
    }


def _facts(posting: Posting) -> list[dict[str, object]]:
    content = PostingContent.of(posting)
    reserved = gettext(RESERVED_LABELS[posting.reserved]) if posting.reserved else ""
    rows = [
        (gettext("薪酬"), _pay(posting)),
        (gettext("招聘人数"), content.openings),
        (gettext("工作地点"), place_words(posting.place_code, content.address)),
        (gettext("学历"), education_words(content.education_floor or "none")),
        (gettext("证书"), gettext("、").join(content.certificates)),
        (
            gettext("工作条件"),
            gettext("、").join(condition_words(name) for name in content.conditions),
        ),
        (gettext("定向"), reserved),
        (gettext("截止日期"), day(content.valid_to) if content.valid_to else ""),
        (gettext("来源"), posting.source or gettext("单位自行发布")),
        (gettext("合法依据"), posting.lawful_ground),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _pay(posting: Posting) -> str:
    figures = (posting.pay_low_fen, posting.pay_high_fen, posting.pay_basis, posting.pay_months)
    understood, written = pay_words(*figures, posting.pay_text), posting.pay_text
    if written.replace("-", "–") in {format_pay(*figures), understood.replace("-", "–"), ""}:
        return understood
    return gettext("%(pay)s（单位写的是：%(text)s）", pay=understood, text=written)


def _next(posting_id: int | None) -> str:
    if posting_id is None:
        return url_for("officer.list_postings")
    return url_for("officer.review_posting", posting_id=posting_id)
