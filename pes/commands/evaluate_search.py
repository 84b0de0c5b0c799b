"""`pes evaluate search`: runs of four systems over the same postings, and their figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from language.encoder import encoder
from pes.deployment import ensure_deployment
from pes.output import JsonFlag, note, show_json, show_text
from pes.servers.model import ensure_model
from pes.trec import read_named_rows, read_qrels, write_run
from runtime.clock import now
from runtime.settings import settings, state_dir
from search.evaluation import SYSTEMS, Collection, measured, runs_of, summary

PostingsOption = Annotated[Path, typer.Option("--postings", help="岗位文件（JSON 行）")]
QueriesOption = Annotated[Path, typer.Option("--queries", help="搜索词文件（JSON 行）")]
QrelsOption = Annotated[
    Path | None, typer.Option("--qrels", help="评判文件：查询 0 文档 等级（0 到 3）")
]
RunOption = Annotated[Path, typer.Option("--run", help="结果文件夹，每种方法一个 .run 文件")]

HELP = "用四种方法搜索同样的岗位，写出 TREC 文件；有评判时给出指标"


def search(
    postings: PostingsOption,
    queries: QueriesOption,
    run: RunOption,
    qrels: QrelsOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Search with every system, write the runs, measure them where there are judgements."""
    judged = read_qrels(qrels) if qrels else None
    rows, asked = read_named_rows(postings), read_named_rows(queries)
    ensure_model(settings().model_dir, state_dir() / "logs" / "model.log", note)
    ensure_deployment()
    at = now()
    runs = runs_of(Collection.of(rows, at), asked, encoder().encode, at)
    run.mkdir(parents=True, exist_ok=True)
    for name, lists in runs.items():
        write_run(run / f"{name}.run", name, lists)
    answer: dict[str, Any] = {
        "queries": len(asked),
        "documents": len(rows),
        "runs": {name: str(run / f"{name}.run") for name in SYSTEMS},
    }
    if judged is not None:
        figures = {name: measured(lists, judged) for name, lists in runs.items()}
        answer |= {"metrics": summary(figures, asked)}
    show_json(answer) if as_json else show_text(_table(answer))


def _table(answer: Mapping[str, Any]) -> Table:
    names = ("ndcg@10", "recall@50", "success@1", "success@10", "judged@10")
    table = Table(
        "方法", *names, title=f"{answer['queries']} 个搜索词，{answer['documents']} 个岗位"
    )
    figures = answer.get("metrics", {}).get("systems", {})
    for name in answer["runs"]:
        cells = figures.get(name, {})
        table.add_row(name, *(f"{cells[each]:.4f}" if cells else "—" for each in names))
    return table
