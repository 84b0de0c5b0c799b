"""`pes audit verify`."""

import typer

from pes.deployment import ensure_deployment
from pes.output import JsonFlag, show_json, show_text
from pes.tenant_option import EVERY, TenantsOption, chosen_tenants
from tenants import audit
from tenants.access import Actor
from tenants.audit import Verdict
from tenants.registry import Tenant, list_tenants
from tenants.work import begin

app = typer.Typer()
group = typer.Typer(help="操作记录", no_args_is_help=True)
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


def _chosen(code: str) -> list[Tenant]:
    """Return one tenant, or all: the provinces have a log too."""
    return list_tenants(None) if code == EVERY else chosen_tenants(code)


def _verify(tenant_id: int) -> Verdict:
    with begin(Actor.system(tenant_id)) as work:
        return audit.verify(work)
