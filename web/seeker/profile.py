"""The profile's overview: what is told, what is missing, who looked, pausing and closing."""

from flask import Response, url_for

from marketplace import employers, pool, seekers
from marketplace.seekers import SECTION_NAMES, Section, stored_section, wording
from runtime.messages import N_
from tenants.audit import AuditEntry, list_looks_at
from tenants.work import begin
from web.edge import current_actor, redirect_to, respond, say
from web.formats import moment
from web.seeker.blueprint import bp
from web.translate import gettext

LOOK_WORDS = {
    "card.looked_at": N_("用人单位看了您的求职卡片（不含姓名电话）"),
    "identity.looked_at": N_("您接受邀请的单位看了您的姓名和电话"),
    "seeker.looked_at": N_("工作人员查看了您的登记"),
    "seeker.revealed": N_("工作人员查看了您的联系方式"),
}
LOOKS = ("looked_at", "revealed", "unmasked")


@bp.get("/profile")
def profile() -> Response:
    """Show the parts of the profile as a task list."""
    with begin(current_actor(), read_only=True) as work:
        person = seekers.access_own(work)
        missing = set(seekers.missing_fields(person))
        parts = [(part, wording(stored_section(person, part), gettext)) for part in Section]
    return respond(
        "seeker/profile/overview.html",
        person=person,
        parts=parts,
        missing=missing,
        names=SECTION_NAMES,
    )


@bp.get("/looks")
def looks() -> Response:
    """Show who looked at the person, when and why."""
    actor = current_actor()
    with begin(actor, read_only=True) as work:
        seekers.access_own(work)
        entries = list_looks_at(work, actor.seeker_id or 0)
        names = employers.names_of(work, {row.employer_id for row in entries if row.employer_id})
        lookers = pool.who_looked(work)
    looks = [entry for entry in entries if entry.action.endswith(LOOKS)]
    return respond(
        "seeker/profile/looks.html",
        lookers=lookers,
        days=pool.KEPT_DAYS,
        looks=[_look(row, names) for row in looks],
    )


@bp.post("/looks/<int:employer_id>/keep-away")
def keep_away(employer_id: int) -> Response:
    """Hide the person from an employer that looked."""
    with begin(current_actor()) as work:
        pool.keep_away(work, employer_id)
    say(gettext("这家单位马上看不到您的名片了。想改回来，可以在“不能接受的条件”里去掉它的名称。"))
    return redirect_to(url_for("seeker.looks"))


@bp.post("/profile/<any(pause, resume, close):act>")
def move_profile(act: str) -> Response:
    """Pause, resume, or end the registration."""
    verb, done = MOVES[act]
    with begin(current_actor()) as work:
        verb(work)
    say(gettext(done))
    return redirect_to(url_for("seeker.profile"))


MOVES = {
    "pause": (seekers.pause, N_("已暂停推荐，资料都保留着。")),
    "resume": (seekers.resume, N_("已恢复推荐。")),
    "close": (seekers.close, N_("登记已注销，不再推荐，单位也看不到您的卡片。")),
}


def _look(entry: AuditEntry, names: dict[int, str]) -> dict[str, str]:
    words = LOOK_WORDS.get(entry.action, N_("有人查看了您的信息"))
    reason = str(entry.details.get("reason", ""))
    look = {"when": moment(entry.at), "what": gettext(words)}
    look["who"] = names.get(entry.employer_id or 0, "")
    return look | ({"note": gettext("原因：%(reason)s", reason=reason)} if reason else {})
