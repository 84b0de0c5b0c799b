"""Alarms of the candidate pool: an employer reads or searches more than hiring needs (N3)."""

from flask import Response, url_for

from marketplace import pool
from marketplace.pool import AlarmKind
from runtime.messages import N_
from tenants.work import begin
from web.edge import current_actor, redirect_to, respond, say
from web.officer.blueprint import bp
from web.translate import gettext

KIND_WORDS = {
    AlarmKind.CARDS: N_("一天看了 %(num)d 张名片，达到上限"),
    AlarmKind.SEARCHES: N_("一天搜索了 %(num)d 次"),
    AlarmKind.BURST: N_("十分钟内搜索了 %(num)d 次"),
}


@bp.get("/pool")
def pool_alarms() -> Response:
    """List what looked like scraping, unsettled alarms first."""
    with begin(current_actor(), read_only=True) as work:
        lines = pool.list_alarms(work)
    words = [gettext(KIND_WORDS[line.alarm.kind], num=line.alarm.figure) for line in lines]
    return respond(
        "officer/pool/list.html",
        lines=list(zip(lines, words, strict=True)),
        days=pool.SUSPENDED_DAYS,
    )


@bp.post("/pool/<int:alarm_id>/<any(settle, suspend):act>")
def settle_pool_alarm(alarm_id: int, act: str) -> Response:
    """Note that there is nothing in it, or close the pool to the employer for a while."""
    with begin(current_actor()) as work:
        pool.settle_alarm(work, alarm_id, suspend=act == "suspend")
    if act == "suspend":
        say(gettext("已暂停该单位查看人才库 %(days)d 天。", days=pool.SUSPENDED_DAYS))
    else:
        say(gettext("已记下：没有异常。"))
    return redirect_to(url_for("officer.pool_alarms"))
