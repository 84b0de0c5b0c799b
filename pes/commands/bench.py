"""`pes bench NAME`: one module a benchmark in `benchmarks/`, each with `run() -> Answer`."""

import importlib
from typing import Annotated

import typer
from rich.table import Table

from benchmarks.measure import Answer
from pes.output import JsonFlag, show_json, show_text
from pes.usage import WrongUsage
from runtime.messages import N_

BENCHES: dict[str, str] = {
    "indexing": "提交到可搜索，与官方客户端批量写入相比",
    "search": "岗位搜索接口 16 个并发的 p95，与直接问 Elasticsearch 相比；重建与批量写入相比",
    "page": "求职者首页在 16 个并发下的 p95，与同一 gunicorn 下的空白 Flask 页面相比",
    "embedding": "新文本向量化并存下，与裸 onnxruntime 循环相比",
    "matching": "两万人对两万岗位的完整匹配，与 faiss 相比；增长、增量、新人即时推荐",
    "retrieval": "排序最前的十个岗位有多少在候选之中",
    "cycle": "一次完整匹配，与 faiss 精确近邻、与逐人查询 Elasticsearch 相比",
}
"""Name → what it measures. A name is a module of `benchmarks/`."""

app = typer.Typer()


class NoSuchBench(WrongUsage):
    """Only the listed benchmarks exist."""

    message = N_("没有名为“%(name)s”的基准测试。可选：%(known)s。")


def run_bench(name: str) -> Answer:
    """Run a benchmark by name. Raises NoSuchBench."""
    if name not in BENCHES:
        raise NoSuchBench(name=name, known="、".join(BENCHES), field="name")
    answer: Answer = importlib.import_module(f"benchmarks.{name}").run()
    return answer


@app.command("bench", help="跑一项基准测试，给出同机同轮的比值")
def bench(
    name: Annotated[str, typer.Argument(help="、".join(BENCHES))], as_json: JsonFlag = False
) -> None:
    """Run one benchmark on a scratch database and print its figures and ratios."""
    answer = run_bench(name)
    if as_json:
        show_json(answer.as_json())
        return
    table = Table("比值", "中位数", "最小", "最大", "轮数")
    for label, ratio in answer.ratios.items():
        table.add_row(
            label, f"{ratio.median:.2f}", f"{ratio.min:.2f}", f"{ratio.max:.2f}", str(ratio.runs)
        )
    show_text(table, answer.figures)
