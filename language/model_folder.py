"""Folders of text models: what is in them, and which one the deployment runs.

The base model lies in `settings().model_dir`. A tuned one lies beside it, in `model-ours`, once
`make models` has adopted it: its manifest then names its content and the base it was measured
against, so that a damaged folder, or one left from another base, is never run by accident.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from runtime.errors import Unavailable
from runtime.messages import N_
from runtime.settings import settings

MODEL, TOKENIZER, NAME, MANIFEST = "model.onnx", "tokenizer.json", "name", "adopted.json"
FORMAT = 1
_DEFAULT_NAME = "bge-small-zh-v1.5"
_TUNED_FOLDER = "model-ours"


class ModelUnusable(Unavailable):
    """The base model's files are missing, damaged, or made for another version."""

    message = N_(
        "文本向量模型无法使用：%(folder)s（%(why)s）。请删除这个文件夹，再运行 pes up 重新下载。"
    )


class TunedModelUnusable(ModelUnusable):
    """The tuned model's files are; the base model runs in its place."""

    message = N_(
        "自训练的文本向量模型无法使用：%(folder)s（%(why)s）。"
        "系统改用基础模型；请重新运行 make models，或删除这个文件夹。"
    )


@dataclass(frozen=True)
class Manifest:
    """What an adopted model's folder says of itself: its version and its base's."""

    version: str
    base: str
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Put the manifest into the folder."""
        text = json.dumps(asdict(self), indent=1)
        (folder / MANIFEST).write_text(text, "utf-8")


def version_of(folder: Path) -> str:
    """Return the name of a model and the first 12 digits of a hash over its files.

    Two models never share it, whatever they are called. Raises OSError.
    """
    digest = hashlib.sha256()
    for name in (MODEL, TOKENIZER):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    name_file = folder / NAME
    name = name_file.read_text("utf-8").strip() if name_file.is_file() else _DEFAULT_NAME
    return f"{name}-{digest.hexdigest()[:12]}"


def tuned_folder() -> Path:
    """Return where an adopted model lies, or would."""
    given = settings().tuned_model_dir
    return given or settings().model_dir.with_name(_TUNED_FOLDER)


def is_adopted(folder: Path) -> bool:
    """Tell whether a tuned model was put there to be run."""
    return folder.is_dir()


def check_tuned(folder: Path, base: Path) -> None:
    """Make sure that an adopted model is whole, and measured against this very base.

    Raises TunedModelUnusable.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        found = (manifest["format"], manifest["version"], manifest["base"])
        here = (FORMAT, version_of(folder), version_of(base))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TunedModelUnusable(folder=folder, why=N_("文件不全")) from error
    for why, stated, actual in zip(_DIFFERENT, found, here, strict=True):
        if stated != actual:
            raise TunedModelUnusable(folder=folder, why=why)


_DIFFERENT = (
    N_("由另一版本的程序写成"),
    N_("文件内容与记录不符"),
    N_("对比时用的是另一个基础模型"),
)
"""What it means that the format, the version or the base differ."""
