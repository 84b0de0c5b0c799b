"""`pes search`."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from marketplace import postings
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json, show_text
from pes.tenant_option import TenantOption, chosen_tenant
from runtime.clock import now, today
from search.execution import Scope, execute
from search.jobs import Asked, job_query
from search.jobs.asking import worded
from search.jobs.scoring import parts_of
from tenants.access import Actor
from tenants.work import begin

app = typer.Typer()
LIMIT = 20

Words = Annotated[str, typer.Argument(help="要找的话，例如“长沙 月嫂 包住”")]
Explain = Annotated[bool, typer.Option("--explain", help="说明怎样理解、每个结果的分数怎样得来")]


@app.command("search", help="像求职者一样搜索岗位")
def search(
    words: Words, tenant: TenantOption, explain: Explain = False, as_json: JsonFlag = False
) -> None:
    """Print what was understood, and the best hits with their scores."""
    ensure_deployment()
    code = chosen_tenant(tenant).id
    answer = _answer(words, code, explain=explain)
    if as_json:
        show_json(answer)
    else:
        _show(answer)


def _answer(words: str, tenant_id: int, *, explain: bool) -> dict[str, Any]:
    asked = worded(Asked(on=today(), at=now(), around=tenant_id, limit=LIMIT), words)
    query = replace(job_query(asked), named=True)
    found = execute(Scope.within(tenant_id), query)
    with begin(Actor.system(tenant_id), read_only=True) as work:
        titles = {row.posting_id: row.title for row in postings.load_published(work, found.ids)}
    chips = asked.understood.chips if asked.understood else ()
    hits = [
        {"posting": hit.id, "title": titles[hit.id], "score": hit.score}
        | ({"parts": parts_of(hit)} if explain else {})
        for hit in found.hits
        if hit.id in titles
    ]
    understood = [
        {"kind": chip.kind.value, "value": chip.value, "text": chip.text} for chip in chips
    ]
    corrected = [each.text for each in asked.understood.corrected] if asked.understood else []
    return {"understood": understood, "hits": hits, "total": found.total, "corrected": corrected}


def _show(answer: dict[str, Any]) -> None:
    chips = "  ".join(
        f"{chip['text']}（{chip['kind']}：{chip['value']}）" for chip in answer["understood"]
    )
    show_text(f"理解为：{chips or '没有特别的条件'}")
    if answer["corrected"]:
        show_text("您要找的是不是：" + "、".join(answer["corrected"]))
    show_text(f"共 {answer['total']} 个岗位")
    for hit in answer["hits"]:
        show_text(f"{hit['posting']:>8}  {hit['score'] or 0:7.2f}  {hit['title']}")
        for name, part in hit.get("parts", {}).items():
            show_text(f"{'':>18}{part:7.2f}  {name}")
