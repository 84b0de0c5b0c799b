"""What the person agreed to: one switch a purpose, as easy to take back as to give (N3, N4)."""

from flask import Response, url_for

from marketplace import seekers
from marketplace.seekers import CONSENT_TEXTS
from runtime.messages import N_
from tenants.consents import Purpose, list_consents
from tenants.work import begin
from web.edge import current_actor, redirect_to, respond, say
from web.seeker.blueprint import bp
from web.translate import gettext

OFFERED = {
    Purpose.RECOMMENDATION: N_("岗位推荐"),
    Purpose.PERSONALISATION: N_("个性化推荐"),
    Purpose.SMS: N_("短信"),
    Purpose.SHARE_CARD: N_("让用人单位看到求职卡片"),
    Purpose.SHARE_GROUP: N_("在求职名片上注明可享受补贴"),
    Purpose.GROUP_DATA: N_("登记帮扶身份"),
}


@bp.get("/agreements")
def agreements() -> Response:
    """Show every purpose with its text, whether it stands, and to which employers identity went."""
    actor = current_actor()
    with begin(actor, read_only=True) as work:
        seekers.access_own(work)
        rows = list_consents(work, actor.seeker_id or 0)
    standing = {row.purpose for row in rows if row.withdrawn_at is None}
    return respond(
        "seeker/profile/agreements.html",
        offered=[(p, text, CONSENT_TEXTS[p], p in standing) for p, text in OFFERED.items()],
        to_employers=[
            row
            for row in rows
            if row.purpose is Purpose.IDENTITY_TO_EMPLOYER and row.withdrawn_at is None
        ],
    )


@bp.post("/agreements/<purpose>/<any(give, withdraw):act>")
def change_agreement(purpose: str, act: str) -> Response:
    """Give or take back one consent."""
    chosen = next((each for each in OFFERED if each.value == purpose), None)
    if chosen is None:
        raise seekers.SeekerNotFound
    with begin(current_actor()) as work:
        (seekers.agree if act == "give" else seekers.disagree)(work, chosen)
    say(gettext("已同意。") if act == "give" else gettext("已关闭，马上生效。"))
    return redirect_to(url_for("seeker.agreements"))


@bp.post("/agreements/employers/<int:employer_id>/withdraw")
def withdraw_identity(employer_id: int) -> Response:
    """Stop giving one employer name and phone."""
    with begin(current_actor()) as work:
        seekers.withdraw_identity(work, employer_id)
    say(gettext("这家单位不再能看到您的姓名和电话。"))
    return redirect_to(url_for("seeker.agreements"))
