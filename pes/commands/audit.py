"""`pes audit verify`, `pes audit proxies`."""

from typing import Annotated, Any

import typer
from rich.table import Table

from marketplace.groups import GROUP_LABELS
from matching.proxies import MOST, NOT_STORED, Audit, audit_proxies
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json, show_text
from pes.tenant_option import EVERY, TenantOption, TenantsOption, chosen_tenant, chosen_tenants
from tenants import audit
from tenants.access import Actor
from tenants.audit import Verdict
from tenants.registry import Tenant, list_tenants
from tenants.work import begin

app = typer.Typer()
group = typer.Typer(help="操作记录和公平性检查", no_args_is_help=True)
app.add_typer(group, name="audit")


@group.command("verify", help="重新计算操作记录的校验链；对不上时退出码为 1")
def verify(tenant: TenantsOption = EVERY, as_json: JsonFlag = False) -> None:
    """Recompute the audit chains; exit 1 when one does not hold."""
    ensure_deployment()
    verdicts = {each.short_name: _verify(each.id) for each in _chosen(tenant)}
    bad = next((verdict for verdict in verdicts.values() if not verdict.ok), None)
    entries = sum(verdict.entries for verdict in verdicts.values())
    if as_json:
        first = {"first_bad": bad.first_bad} if bad else {}
        show_json({"entries": entries, "ok": bad is None, **first})
    elif bad is None:
        show_text(f"共 {entries} 条操作记录，全部完整。")
    else:
        names = "、".join(name for name, verdict in verdicts.items() if not verdict.ok)
        show_text(f"操作记录对不上：{names}，从第 {bad.first_bad} 条起。请立即核查数据库的改动。")
    if bad is not None:
        raise typer.Exit(1)


PeopleOption = Annotated[int, typer.Option("--people", min=1, help="最多抽查多少人")]
ATTRIBUTES = {
    "woman": "女性",
    "registered_elsewhere": "外地户籍",
    "age_under_30": "30 岁以下",
    "age_30_to_44": "30 至 44 岁",
    "age_45_and_over": "45 岁及以上",
    **{group.value: label for group, label in GROUP_LABELS.items()},
}


@group.command("proxies", help="检查匹配所看的内容能否间接分辨性别、年龄、户籍和重点人群")
def proxies(tenant: TenantOption, people: PeopleOption = MOST, as_json: JsonFlag = False) -> None:
    """Tell how well the features of matching predict protected attributes."""
    ensure_deployment()
    found = audit_proxies(chosen_tenant(tenant).id, people)
    show_json(_answer(tenant, found)) if as_json else show_text(_table(found))


def _answer(tenant: str, found: Audit) -> dict[str, Any]:
    return {
        "tenant": tenant,
        "people": found.people,
        "pairs": found.pairs,
        "attributes": [proxy.to_json() for proxy in found.proxies],
        "refused": [{"attribute": name, "because": "too_few_people"} for name in found.refused],
        "not_stored": list(NOT_STORED),
    }


def _table(found: Audit) -> Table:
    """Show the areas: 0.5 is a guess, 1 tells everybody apart."""
    title = f"{found.people} 人，{found.pairs} 对；0.5 为分辨不出，1 为完全分辨"
    table = Table("属性", "人数", "其中", "分辨程度", "95% 区间", "主要靠", title=title)
    for proxy in found.proxies:
        area = proxy.area
        table.add_row(
            ATTRIBUTES[proxy.attribute],
            str(proxy.people),
            str(proxy.members),
            f"{area.value:.3f}",
            f"{area.low:.3f} 至 {area.high:.3f}",
            "、".join(proxy.carried_by) or "—",
        )
    for name in found.refused:
        table.add_row(ATTRIBUTES[name], "—", "—", "人数太少，不计算", "—", "—")
    return table


def _chosen(code: str) -> list[Tenant]:
    """Return one tenant, or all: the provinces have a log too."""
    return list_tenants(None) if code == EVERY else chosen_tenants(code)


def _verify(tenant_id: int) -> Verdict:
    with begin(Actor.system(tenant_id)) as work:
        return audit.verify(work)
