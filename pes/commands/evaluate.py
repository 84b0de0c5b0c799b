"""`pes evaluate matching`: runs of several systems over the same pairs, and their figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from language.encoder import encoder
from matching.evaluation import SYSTEMS, Scene, Side, metrics_of, rankings
from matching.evaluation.summary import summary
from matching.scratch import ScratchSet
from pes.commands import evaluate_search
from pes.output import JsonFlag, note, show_json, show_text
from pes.servers.model import ensure_model
from pes.trec import read_named_rows, read_qrels, write_run
from runtime.clock import today
from runtime.settings import settings, state_dir

app = typer.Typer()
group = typer.Typer(help="用评判过的数据衡量匹配和搜索", no_args_is_help=True)
app.add_typer(group, name="evaluate")
group.command("search", help=evaluate_search.HELP)(evaluate_search.search)

PostingsOption = Annotated[Path, typer.Option("--postings", help="岗位文件（JSON 行）")]
ProfilesOption = Annotated[Path, typer.Option("--profiles", help="求职者文件（JSON 行）")]
QrelsOption = Annotated[
    Path | None, typer.Option("--qrels", help="评判文件：查询 0 文档 等级（0 到 3）")
]
RunOption = Annotated[Path, typer.Option("--run", help="结果文件夹，每种方法一个 .run 文件")]
SideOption = Annotated[Side, typer.Option("--side", help="谁来找：seeker 求职者，employer 单位")]


@group.command("matching", help="用六种方法给同样的可推荐对排序，写出 TREC 文件；有评判时给出指标")
def matching(
    postings: PostingsOption,
    profiles: ProfilesOption,
    run: RunOption,
    qrels: QrelsOption = None,
    side: SideOption = Side.SEEKER,
    as_json: JsonFlag = False,
) -> None:
    """Rank with every system, write the runs, measure them where there are judgements."""
    judged = read_qrels(qrels) if qrels else None
    scratch = ScratchSet.of(read_named_rows(postings), read_named_rows(profiles), today())
    ensure_model(settings().model_dir, state_dir() / "logs" / "model.log", note)
    scene = Scene.of(scratch, encoder().encode, side)
    run.mkdir(parents=True, exist_ok=True)
    measured = {}
    for name, system in SYSTEMS.items():
        lists = list(rankings(scene, system))
        write_run(run / f"{name}.run", name, lists)
        if judged is not None:
            measured[name] = metrics_of(lists, judged)
    answer = _counts(scene, run)
    if judged is not None:
        groups = {} if side is Side.EMPLOYER else _groups(scratch)
        answer |= {"metrics": summary(measured, judged, groups)}
    show_json(answer) if as_json else show_text(_table(answer))


def _groups(scratch: ScratchSet) -> dict[str, tuple[str, ...]]:
    rows = zip(scratch.profile_rows, scratch.profiles, strict=True)
    return {str(row["id"]): facts.groups for row, facts in rows}


def _counts(scene: Scene, run: Path) -> dict[str, Any]:
    return {
        "side": str(scene.side),
        "queries": len(scene.queries),
        "documents": len(scene.documents),
        "eligible": int(scene.eligible.sum()),
        "runs": {name: str(run / f"{name}.run") for name in SYSTEMS},
    }


def _table(answer: Mapping[str, Any]) -> Table:
    names = ("ndcg@10", "recall@100", "success@10", "judged@10")
    table = Table("方法", *names, title=f"{answer['eligible']} 对可推荐")
    figures = answer.get("metrics", {}).get("systems", {})
    for name in answer["runs"]:
        cells = figures.get(name, {})
        table.add_row(name, *(f"{cells[each]:.4f}" if cells else "—" for each in names))
    return table
