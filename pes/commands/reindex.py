"""`pes reindex`."""

from typing import Annotated

import typer

from pes.deployment import ensure_deployment
from pes.output import JsonFlag, progress, show_json, show_text
from pes.usage import WrongUsage
from runtime.messages import N_
from search.kinds import KINDS, Kind
from search.rebuild import Rebuilt, rebuild
from tenants.registry import list_tenants

app = typer.Typer()


class NoSuchIndex(WrongUsage):
    """Only the known indices can be rebuilt."""

    message = N_("没有名为“%(name)s”的索引。可选：%(known)s。")


@app.command("reindex", help="在写入不停的情况下重建搜索索引，完成后切换")
def reindex(
    index: Annotated[str, typer.Option(help="只重建一个：postings 或 candidates")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Build the indices anew beside the live ones and switch over."""
    kinds = _chosen(index)
    ensure_deployment()
    built = {kind.name: _rebuild(kind) for kind in kinds}
    if as_json:
        show_json({name: _answer(rebuilt) for name, rebuilt in built.items()})
    else:
        for name, rebuilt in built.items():
            show_text(f"{name}：{rebuilt.documents} 条，用时 {rebuilt.seconds:.1f} 秒。")


def _chosen(name: str) -> list[Kind]:
    if name and name not in KINDS:
        raise NoSuchIndex(name=name, known="、".join(KINDS), field="index")
    return [KINDS[name]] if name else list(KINDS.values())


def _rebuild(kind: Kind) -> Rebuilt:
    tenants = len(list_tenants(None))
    with progress() as display:
        task = display.add_task(kind.name, total=tenants, state="")
        written = 0

        def advance(_: int, count: int) -> None:
            nonlocal written
            written += count
            display.update(task, advance=1, state=f"{written} 条")

        return rebuild(kind, advance)


def _answer(rebuilt: Rebuilt) -> dict[str, object]:
    return {
        "index": rebuilt.index,
        "documents": rebuilt.documents,
        "seconds": round(rebuilt.seconds, 3),
    }
