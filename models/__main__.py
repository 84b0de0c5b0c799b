"""`python -m models`: tune, export, compare with the base, adopt if ours wins."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from rich.table import Table

from language.encoder import Encoder
from language.model_folder import tuned_folder
from models.bert import load_bert
from models.compare import Trial, comparison, measure, table
from models.export import adopt, agreement, export, require
from models.fit import Recipe, tune
from models.pairs import training_pairs
from pes.output import note, show_json, show_text
from pes.servers.model import ensure_model
from runtime.settings import settings, state_dir

TAKEN_OVER, EXPORTED = 1e-5, 1e-4
"""How far a number of a vector may move when weights change their form."""

EVERY = 10
"""Steps between two notes on the loss."""

RESTART = (
    "已采用。正在运行的服务请重启（pes down，再 pes up），再运行 pes reindex 用新模型重建索引。"
)
KEPT = "没有胜过基础模型，不采用；现用的模型不变。"


def main() -> None:
    """Run all steps and write the report beside the candidate."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    parser.add_argument("--json", action="store_true", help="只在标准输出打印一个 JSON 对象")
    as_json: bool = parser.parse_args().json
    folder = state_dir() / "models"
    report = run(settings().model_dir, folder / "candidate", Recipe())
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    if as_json:
        show_json(report)
    else:
        show_text(_table(report), *report["objections"])
        note(RESTART if report["adopted"] else KEPT)


def run(base: Path, candidate: Path, recipe: Recipe) -> dict[str, Any]:
    """Tune `base` into `candidate`, compare, adopt the winner; return the report."""
    ensure_model(base, state_dir() / "logs" / "model.log", note)
    started = monotonic()
    training = _tuned(base, candidate, recipe)
    seconds = {"training": monotonic() - started}
    trial, threads = Trial.prepared(), recipe.threads
    note("正在留出的文本上对比两个模型")
    ours, before = (measure(Encoder(each, threads=threads), trial) for each in (candidate, base))
    seconds["comparison"] = monotonic() - started - seconds["training"]
    report = comparison(ours, before)
    if report["adopted"]:
        adopt(candidate, base, tuned_folder())
    rounded = {name: round(value) for name, value in seconds.items()}
    return {**report, "training": training, "seconds": rounded}


def _tuned(base: Path, candidate: Path, recipe: Recipe) -> dict[str, Any]:
    """Train and export; return what was trained on, and how well the forms agree."""
    pairs = training_pairs()
    model = load_bert(base, longest=recipe.longest)
    taken_over = agreement(model, Encoder(base, threads=recipe.threads))
    require(taken_over, within=TAKEN_OVER)
    note(f"权重取自 ONNX 文件，最大差 {taken_over.largest:.1e}；用 {len(pairs)} 对文本训练")
    tune(model, pairs, recipe, _noted)
    export(model, base, candidate)
    exported = agreement(model, Encoder(candidate, threads=recipe.threads))
    require(exported, within=EXPORTED)
    return {
        "pairs": dict(Counter(pair.source for pair in pairs)),
        "recipe": asdict(recipe),
        "taken_over": asdict(taken_over),
        "exported": asdict(exported),
    }


def _noted(step: int, steps: int, loss: float) -> None:
    if step % EVERY == 0 or step == steps:
        note(f"第 {step} 步，共 {steps} 步，损失 {loss:.3f}")


def _table(report: dict[str, Any]) -> Table:
    shown = Table(
        "留出的任务（MRR）、评判集（nDCG@10）", "查询", "基础", "自训练", "差（95% 区间）"
    )
    for line in table(report):
        shown.add_row(*line)
    return shown


if __name__ == "__main__":
    main()
