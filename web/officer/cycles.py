"""Matching cycles: start one, watch it live, read its result."""

from typing import Any

from flask import Response, url_for

from language.classification import occupation
from marketplace import recommendations
from marketplace.groups import GROUP_LABELS
from marketplace.recommendations import CycleProgress, CycleState, MatchingCycle
from matching.scarcity import Shortage
from runtime.messages import N_
from tenants.work import begin
from web.edge import current_actor, redirect_to, respond, say
from web.formats import duration
from web.officer.blueprint import bp
from web.translate import gettext

STATE_WORDS = {
    CycleState.RUNNING: (N_("进行中"), "info"),
    CycleState.FINISHED: (N_("已完成"), "success"),
    CycleState.FAILED: (N_("没有完成"), "danger"),
}
STAGES = (
    ("planning", N_("准备名单")),
    ("scoring", N_("逐人打分")),
    ("assigning", N_("统筹分配")),
    ("recording", N_("写入推荐")),
    ("closing", N_("汇总结果")),
)
SHORTAGE_WORDS = {
    Shortage.NO_POSTING: (N_("没有这类岗位"), "danger"),
    Shortage.TOO_FEW_PLACES: (N_("岗位不够"), "warning"),
    Shortage.CONDITIONS: (N_("有岗位，条件不合"), "info"),
}
SCARCE_SHOWN = 10
STAGE_WORDS = {
    "postings": N_("读取岗位"),
    "seekers": N_("读取求职者"),
    "candidates": N_("硬条件和候选"),
    "scores": N_("打分排序"),
    "write": N_("存分数"),
    "reload": N_("再次读取"),
    "assignment": N_("统筹分配"),
    "record": N_("写入推荐"),
}


@bp.get("/cycles")
def list_cycles() -> Response:
    """List the runs, newest first."""
    with begin(current_actor(), read_only=True) as work:
        rows = recommendations.list_cycles(work)
        running = recommendations.running_cycle(work)
    return respond("officer/cycles/list.html", rows=rows, running=running, words=STATE_WORDS)


@bp.post("/cycles")
def start_cycle() -> Response:
    """Start a run, or open the one that is under way."""
    with begin(current_actor()) as work:
        opened = recommendations.open_cycle(work)
        cycle_id = opened.cycle.id
    if opened.resumed:
        say(gettext("已有一次匹配正在进行。"), kind="info")
    return redirect_to(url_for("officer.cycle", cycle_id=cycle_id))


@bp.get("/cycles/<int:cycle_id>")
def cycle(cycle_id: int) -> Response:
    """Show a run: stages live while it lasts, then its result by group and stage."""
    with begin(current_actor(), read_only=True) as work:
        progress = recommendations.cycle_progress(work, cycle_id)
    labels = {group.value: gettext(text) for group, text in GROUP_LABELS.items()}
    return respond(
        "officer/cycles/show.html",
        block="live",
        cycle=progress.cycle,
        progress=progress,
        stages=_stages(progress),
        left=duration(progress.seconds_left) if progress.seconds_left is not None else "",
        words=STATE_WORDS,
        labels=labels | {"none": gettext("其他求职者")},
        scarce=_scarce(progress.cycle),
        seconds=[
            (gettext(STAGE_WORDS.get(name, name)), round(seconds, 1))
            for name, seconds in progress.stage_seconds.items()
        ],
    )


def _scarce(cycle: MatchingCycle) -> list[dict[str, Any]]:
    """Return the occupations that most people want in vain, with what stands in the way."""
    rows = cycle.counts.get("scarcity", {}).get("4", [])[:SCARCE_SHOWN]
    return [
        row | {"title": occupation(row["code"]).title, "shortage": _shortage_words(row)}
        for row in rows
    ]


def _shortage_words(row: dict[str, Any]) -> tuple[str, str]:
    text, kind = SHORTAGE_WORDS[Shortage.of(row)]
    return gettext(text), kind


def _stages(progress: CycleProgress) -> list[dict[str, Any]]:
    names = [name for name, _ in STAGES]
    at = names.index(progress.stage) if progress.stage in names else len(names)
    failed = progress.cycle.state is CycleState.FAILED
    return [
        {
            "title": gettext(text),
            "state": "failed" if failed else _state(number, at),
        }
        for number, (_, text) in enumerate(STAGES)
    ]


def _state(number: int, at: int) -> str:
    if number == at:
        return "now"
    return "done" if number < at else "waiting"
