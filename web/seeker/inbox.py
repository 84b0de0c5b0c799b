"""The inbox: messages of the service, opened one by one."""

from flask import Response, url_for

from marketplace import delivery
from marketplace.delivery import Message, Topic
from tenants.work import begin
from web.edge import current_actor, redirect_to, respond
from web.seeker.blueprint import bp
from web.translate import gettext


@bp.get("/inbox")
def inbox() -> Response:
    """List messages, newest first."""
    with begin(current_actor(), read_only=True) as work:
        rows = delivery.list_inbox(work)
    return respond("seeker/inbox/list.html", rows=[(row, _text(row)) for row in rows])


@bp.post("/inbox/<int:message_id>")
def open_message(message_id: int) -> Response:
    """Note that a message was read and go where it leads."""
    with begin(current_actor()) as work:
        message = delivery.read_message(work, message_id)
    return redirect_to(_target(message))


@bp.post("/inbox/read")
def read_all() -> Response:
    """Note that everything was read."""
    with begin(current_actor()) as work:
        delivery.read_all(work)
    return redirect_to(url_for("seeker.inbox"))


def _text(message: Message) -> str:
    return gettext(delivery.msgid(message.text), **message.params)


def _target(message: Message) -> str:
    if message.topic is Topic.SAVED_SEARCH:
        return url_for("seeker.digest", digest_id=message.params["digest_id"])
    if message.application_id is not None:
        return url_for("seeker.invitation", application_id=message.application_id)
    if message.recommendation_id is not None:
        return url_for("seeker.home")
    if message.posting_id is not None:
        return url_for("seeker.job", posting_id=message.posting_id)
    return url_for("seeker.inbox")
