"""Which text model runs: ours where it was adopted and is whole, otherwise the base."""

import json
import os
import shutil
from pathlib import Path

import pytest

from language.encoder import Encoder, encoder
from language.model_folder import (
    MANIFEST,
    Manifest,
    ModelUnusable,
    TunedModelUnusable,
    check_tuned,
    version_of,
)
from runtime.settings import reset_settings, settings


@pytest.fixture
def base(deployment) -> Path:
    return settings().model_dir


@pytest.fixture
def adopted(base, tmp_path: Path, monkeypatch):
    """A model of another content than the base's, put where an adopted one is looked for."""
    folder = tmp_path / "ours"
    folder.mkdir()
    os.link(base / "model.onnx", folder / "model.onnx")
    rules = json.loads((base / "tokenizer.json").read_text("utf-8"))
    (folder / "tokenizer.json").write_text(json.dumps(rules | {"padding": None}), "utf-8")
    (folder / "name").write_text("bge-small-zh-ours", "utf-8")
    Manifest(version=version_of(folder), base=version_of(base)).write(folder)
    monkeypatch.setenv("PES_TUNED_MODEL_DIR", str(folder))
    reset_settings()
    encoder.cache_clear()
    yield folder
    encoder.cache_clear()


def test_the_adopted_model_runs_under_its_own_name(adopted, base):
    assert encoder().version == version_of(adopted) != version_of(base)
    assert encoder().version.startswith("bge-small-zh-ours-")


def test_without_one_the_base_runs(adopted, base):
    shutil.rmtree(adopted)
    assert encoder().version == version_of(base)


def _damage(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").write_bytes(b"half a download")


def _from_elsewhere(**changed: object):
    def change(folder: Path) -> None:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        (folder / MANIFEST).write_text(json.dumps(manifest | changed), "utf-8")

    return change


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_damage, "文件内容与记录不符"),
        (_from_elsewhere(base="bge-small-zh-v1.5-000000000000"), "另一个基础模型"),
        (_from_elsewhere(format=2), "另一版本的程序"),
        (lambda folder: (folder / MANIFEST).unlink(), "文件不全"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "文件不全"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "文件不全"),
    ],
)
def test_one_that_cannot_be_used_gives_way_to_the_base(adopted, base, capsys, spoil, why):
    spoil(adopted)

    with pytest.raises(TunedModelUnusable) as refused:
        check_tuned(adopted, base)
    assert why in refused.value.text()
    assert "make models" in refused.value.text()

    assert encoder().version == version_of(base)
    said = capsys.readouterr()
    assert "tuned_model_unusable" in said.out + said.err


def test_a_model_that_does_not_load_gives_way_too(adopted, base):
    """The manifest fits, yet the runtime refuses the file: written by another version."""
    _damage(adopted)
    Manifest(version=version_of(adopted), base=version_of(base)).write(adopted)

    assert encoder().version == version_of(base)


@pytest.mark.parametrize("content", [None, b"half a download"])
def test_a_base_that_cannot_be_used_says_what_to_do(base, tmp_path, content):
    shutil.copy(base / "tokenizer.json", tmp_path)
    if content:
        (tmp_path / "model.onnx").write_bytes(content)

    with pytest.raises(ModelUnusable) as refused:
        Encoder(tmp_path, threads=1)

    assert "pes up" in refused.value.text()
    assert str(tmp_path) in refused.value.text()
