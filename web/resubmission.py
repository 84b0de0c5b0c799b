"""A form sent twice acts once (double click, reload, a slow line)."""

import hashlib
import time

from flask import Flask, Response, g, make_response, request, session

from runtime.errors import WrongState
from runtime.messages import N_
from tenants.submissions import Claim, claim_submission, finish_submission, release_submission
from web.edge import redirect_to
from web.security import session_token

WAIT_SECONDS, STEP_SECONDS = 5.0, 0.1
REFUSED = 400


class StillWorking(WrongState):
    """The first sending of this form has not ended yet."""

    message = N_("刚才的提交还在处理，没有重复执行。请过几秒刷新页面查看结果。")


def submission_key() -> str:
    """Return the hash of who sends which form with which content; empty without a token."""
    token = request.form.get("_submission", "")
    if not token or "_assist" in request.form:
        return ""
    sender = session_token() or session.get("seed", "")
    fields = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "_submission"}
    )
    files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
    text = repr((sender, request.full_path, token, fields, files))
    return hashlib.sha256(text.encode()).hexdigest()


def hold_submission() -> Response | None:
    """Claim the form's key; a second sending gets the first one's answer."""
    key = submission_key() if request.method == "POST" else ""
    if not key:
        return None
    claim = _claim(key)
    if claim.ours:
        g.submission = key
        return None
    if not claim.finished:
        raise StillWorking
    if claim.location:
        return redirect_to(claim.location)
    return make_response("", 204)


def _claim(key: str) -> Claim:
    waited = 0.0
    claim = claim_submission(key)
    while not claim.ours and not claim.finished and waited < WAIT_SECONDS:
        time.sleep(STEP_SECONDS)
        waited += STEP_SECONDS
        claim = claim_submission(key)
    return claim


def settle_submission(response: Response) -> Response:
    """Keep where the act led, or give the key back when the form was refused."""
    key = g.pop("submission", "")
    if key and response.status_code >= REFUSED:
        if not g.get("without_database"):
            release_submission(key)
    elif key:
        location = response.location or response.headers.get("HX-Redirect", "")
        finish_submission(key, location)
    return response


def start_resubmission(app: Flask) -> None:
    """Hold and settle every form that carries a submission token."""
    app.before_request(hold_submission)
    app.after_request(settle_submission)
