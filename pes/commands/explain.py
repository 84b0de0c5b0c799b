"""`pes explain`."""

from typing import Annotated, Any

import typer

from matching.explain import explain as explain_pair
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json, show_text
from pes.tenant_option import TenantOption, chosen_tenant
from tenants.access import Actor

app = typer.Typer()

Seeker = Annotated[int, typer.Argument(help="求职者编号")]
Posting = Annotated[int, typer.Argument(help="岗位编号")]


@app.command("explain", help="说明一个岗位为什么推荐、或为什么不推荐给一个人")
def explain(
    seeker: Seeker, posting: Posting, tenant: TenantOption, as_json: JsonFlag = False
) -> None:
    """Print rules, scores, features, reasons and weak points of one pair."""
    ensure_deployment()
    answer = explain_pair(Actor.system(chosen_tenant(tenant).id), seeker, posting).to_json()
    if as_json:
        show_json(answer)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    show_text("可以推荐" if answer["eligible"] else f"不能推荐：{answer['failed_because']['text']}")
    scores = answer["scores"]
    show_text(
        f"愿意投递 {scores['apply']:.1%}，录用 {scores['hire']:.1%}，综合 {scores['rank']:.2%}"
    )
    _list("理由", answer["reasons"])
    _list("不足或不清楚之处", answer["weak"])
    if "not_recommended_because" in answer:
        _list("为什么没有推荐", [answer["not_recommended_because"]])
    for name, value in answer["features"].items():
        show_text(f"  {name} = {'不详' if value is None else f'{value:.3f}'}")


def _list(title: str, reasons: list[dict[str, Any]]) -> None:
    if reasons:
        show_text(f"{title}：" + "；".join(reason["text"] for reason in reasons))
