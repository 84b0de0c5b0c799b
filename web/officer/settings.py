"""Administration: settings within bounds, staff, what waits for a person."""

from typing import Annotated

from flask import Response, url_for
from pydantic import Field

from marketplace import delivery
from runtime.messages import N_
from tenants import outbox
from tenants.access import Role
from tenants.accounts import list_members, remove_membership
from tenants.settings import (
    change_setting,
    find_setting,
    list_changes,
    list_settings,
    stand_of,
)
from tenants.work import begin
from web.edge import current_actor, parse, redirect_to, respond, say
from web.forms import Form
from web.officer.blueprint import bp
from web.translate import gettext

ROLE_WORDS = {
    Role.REVIEWER: N_("审核员"),
    Role.CASE_OFFICER: N_("就业专员"),
    Role.TENANT_ADMINISTRATOR: N_("管理员"),
    Role.FAIR_ORGANISER: N_("招聘会组织者"),
    Role.PROVINCE_ANALYST: N_("省级分析员"),
    Role.PLATFORM_OPERATOR: N_("平台运维"),
}


class SettingForm(Form):
    """A new value, in whatever form the setting takes."""

    value: Annotated[str, Field(title=N_("数值"), max_length=100)]


@bp.get("/settings")
def settings() -> Response:
    """List settings with value, bounds and history; staff; parked work."""
    with begin(current_actor(), read_only=True) as work:
        rows = list_settings(work)
        members = list_members(work)
        parked = outbox.list_parked(work)
        messages = delivery.list_parked_messages(work)
    return respond(
        "officer/settings/list.html",
        rows=rows,
        members=members,
        roles=ROLE_WORDS,
        parked=parked,
        messages=messages,
    )


@bp.get("/settings/<name>")
def setting(name: str) -> Response:
    """Show one setting with its history."""
    with begin(current_actor(), read_only=True) as work:
        stand = stand_of(work, find_setting(name))
        changes = list_changes(work, name)
    return respond("officer/settings/show.html", stand=stand, changes=changes)


@bp.post("/settings/<name>")
def save_setting(name: str) -> Response:
    """Save a setting, within its bounds."""
    found, form = find_setting(name), parse(SettingForm)
    with begin(current_actor()) as work:
        change_setting(work, found, form.value)
    say(gettext("“%(label)s”已保存。", label=gettext(found.label)))
    return redirect_to(url_for("officer.settings"))


@bp.post("/members/<int:membership_id>/remove")
def remove_member(membership_id: int) -> Response:
    """Take a role away; the last administrator stays."""
    with begin(current_actor()) as work:
        remove_membership(work, membership_id)
    say(gettext("已移除。"))
    return redirect_to(url_for("officer.settings"))


@bp.post("/parked/<int:row_id>/retry")
def retry_parked(row_id: int) -> Response:
    """Open a parked event again after its cause was dealt with."""
    with begin(current_actor()) as work:
        outbox.retry_parked(work, [row_id])
    say(gettext("已重新处理。"))
    return redirect_to(url_for("officer.settings"))


@bp.post("/messages/<int:message_id>/<any(retry, end):act>")
def move_message(message_id: int, act: str) -> Response:
    """Send a parked message again, or give it up because the person was called."""
    with begin(current_actor()) as work:
        (delivery.retry_message if act == "retry" else delivery.end_message)(work, message_id)
    say(gettext("已重新发送。") if act == "retry" else gettext("已改为人工联系。"))
    return redirect_to(url_for("officer.settings"))
