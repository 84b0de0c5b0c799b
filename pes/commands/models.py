"""`pes train` and `pes models …`: the ranker that learns, and which one ranks."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.table import Table

from matching.in_use import ranker_in_use
from matching.learning.keeping import (
    access_model,
    list_models,
    promote_model,
    roll_back_model,
    shadow_model,
    usable,
)
from matching.learning.models import RankingModel
from matching.learning.training import since_default, train
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, note, show_json, show_text
from pes.usage import WrongUsage
from runtime.clock import today
from runtime.errors import WrongState
from runtime.messages import N_
from tenants.access import Actor
from tenants.registry import TenantLevel, list_tenants
from tenants.work import begin

app = typer.Typer()
group = typer.Typer(help="排序模型：查看、启用、退回", no_args_is_help=True)
app.add_typer(group, name="models")

STATES = {"challenger": "候选", "shadow": "旁路记录", "champion": "使用中", "retired": "已停用"}

Version = Annotated[str, typer.Argument(help="模型版本，见 pes models list")]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="从哪一天的记录学起（2026-01-31）；默认最近 180 天")
]


class DayInvalid(WrongUsage):
    """Not a day."""

    message = N_("“%(text)s”不是日期。请写成 2026-01-31 的样子。")


class NoTenant(WrongState):
    """Nothing was loaded yet."""

    message = N_("系统里还没有地区。请先用 pes demo 或 pes import 载入数据。")


def train_command(since: SinceOption = None, as_json: JsonFlag = False) -> None:
    """Learn a challenger from what was recorded, and try it on what followed."""
    first = _day(since) if since else since_default(today())
    actor = _operator()
    note("正在读取记录并训练……")
    trained = train(actor, [tenant.id for tenant in list_tenants()], first)
    if as_json:
        show_json(trained.to_json())
        return
    figures = trained.card["metrics"]["overall"]
    show_text(
        f"模型 {trained.version}：留出时段得分 {figures['challenger']:.4f}，"
        f"现用 {figures['champion']:.4f}，相差 {figures['difference']:+.4f}"
        f"（95% 区间 {figures['low']:+.4f} 到 {figures['high']:+.4f}）。"
    )
    show_text(
        f"已胜出，可用 pes models promote {trained.version} 启用。"
        if trained.won
        else "没有胜出，不会启用。"
    )


app.command("train", help="从推荐与反馈的记录训练排序模型，并在留出时段与现用的比较")(train_command)


@group.command("list", help="列出所有排序模型")
def list_command(as_json: JsonFlag = False) -> None:
    """List all models, the newest first, and which ranks now."""
    actor = _operator()
    with begin(actor, read_only=True) as work:
        rows = [_line(row) for row in list_models(work)]
    in_use = ranker_in_use(actor.tenant_id).version
    if as_json:
        show_json({"in_use": in_use, "models": rows})
        return
    table = Table("版本", "状态", "胜出", "可用", "记录时段", "训练时间")
    for row in rows:
        table.add_row(
            row["version"],
            STATES[row["state"]],
            "是" if row["won"] else "否",
            "是" if row["usable"] else "否（损坏或特征版本不符）",
            f"{row['window_from']} 至 {row['window_to']}",
            row["trained_at"][:16],
        )
    show_text(table)
    show_text(f"当前使用：{in_use}" + ("（固定权重）" if in_use.startswith("fixed-") else ""))


@group.command("show", help="显示一个排序模型的说明卡")
def show_command(version: Version, as_json: JsonFlag = False) -> None:
    """Show a model's card."""
    with begin(_operator(), read_only=True) as work:
        row = access_model(work, version)
        answer = _line(row) | {"card": row.card}
    show_json(answer) if as_json else show_text(_card(answer))


@group.command("promote", help="启用一个在留出时段胜出的排序模型")
def promote_command(version: Version, as_json: JsonFlag = False) -> None:
    """Let a model rank that has won."""
    with begin(_operator()) as work:
        promote_model(work, version)
    _say({"in_use": version}, f"已启用 {version}。", as_json=as_json)


@group.command("rollback", help="退回到上一个排序模型（没有时用固定权重）")
def rollback_command(as_json: JsonFlag = False) -> None:
    """Let rank again what ranked before."""
    actor = _operator()
    with begin(actor) as work:
        roll_back_model(work)
    in_use = ranker_in_use(actor.tenant_id).version
    _say({"in_use": in_use}, f"已退回，当前使用 {in_use}。", as_json=as_json)


@group.command("shadow", help="把一个模型的评分记在旁边供比较，不影响推荐；不写版本则停止")
def shadow_command(
    version: Annotated[str | None, typer.Argument(help="模型版本")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write a model's answers down beside those that count, or end it."""
    with begin(_operator()) as work:
        shadow_model(work, version)
    _say({"shadow": version}, f"旁路记录：{version or '已停止'}。", as_json=as_json)


def _operator() -> Actor:
    """Return the system in the tenant whose audit log notes what happens to models."""
    ensure_deployment()
    tenants = list_tenants(TenantLevel.PROVINCE) or list_tenants()
    if not tenants:
        raise NoTenant
    return Actor.system(tenants[0].id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DayInvalid(text=text) from error


def _line(row: RankingModel) -> dict[str, Any]:
    return {
        "version": row.version,
        "state": str(row.state),
        "won": row.won,
        "usable": usable(row),
        "against": row.against,
        "replaced": row.replaced,
        "window_from": row.window_from.isoformat(),
        "window_to": row.window_to.isoformat(),
        "trained_at": row.trained_at.isoformat(),
        "changed_at": row.changed_at.isoformat(),
    }


def _card(answer: dict[str, Any]) -> Table:
    table = Table("项目", "内容", title=f"{answer['version']}（{STATES[answer['state']]}）")
    card = answer["card"]
    for name in ("window", "learnt_from", "tried_on", "examination", "levels"):
        for key, value in card.get(name, {}).items():
            table.add_row(f"{name}.{key}", str(value))
    metrics = card.get("metrics", {})
    for name in ("overall", "apply", "hire"):
        table.add_row(name, str(metrics.get(name)))
    for name, figures in metrics.get("groups", {}).items():
        table.add_row(f"group.{name}", str(figures))
    return table


def _say(answer: dict[str, Any], text: str, *, as_json: bool) -> None:
    show_json(answer) if as_json else show_text(text)
