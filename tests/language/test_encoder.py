"""The encoder's promises: case, order, independence of batch mates, equality with torch's road."""

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from language.encoder import DIMENSIONS, Encoder, ModelUnusable, encoder
from runtime.settings import settings

TEXTS = [
    "焊工 持证上岗 二氧化碳保护焊",
    "Java 开发工程师 Spring MySQL",
    "",
    "月嫂",
    "会计 出纳 用友 金蝶 报税 " * 20,
    "叉车司机，有叉车证，能上夜班",
    "Ｐｙｔｈｏｎ・数据分析  SQL",
    "保安 " * 600,
    "缝纫工 计件 包吃住",
    "x" * 300,
]


@pytest.fixture(scope="module")
def model(deployment) -> Encoder:
    """The deployment's model, which the servers' set-up fetches."""
    return encoder()


def test_unit_vectors_in_the_order_of_the_texts(model):
    shuffled = random.Random(1).sample(TEXTS, len(TEXTS))
    by_text = dict(zip(TEXTS, model.encode(TEXTS), strict=True))

    vectors = model.encode(shuffled)

    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    for text, vector in zip(shuffled, vectors, strict=True):
        assert np.array_equal(vector, by_text[text])


def test_a_vector_does_not_depend_on_its_batch_mates(model):
    together = model.encode(TEXTS)
    alone = np.vstack([model.encode([text]) for text in TEXTS])
    assert np.abs(together - alone).max() <= 1e-6


def test_equal_texts_get_equal_rows(model):
    vectors = model.encode(["电工", "保洁", "电工"])
    assert np.array_equal(vectors[0], vectors[2])
    assert not np.array_equal(vectors[0], vectors[1])


def test_upper_and_lower_case_are_one(model):
    """The artifact's own tokenizer turns "Java" into an unknown word."""
    upper, lower = model.encode(["JAVA Spring 工程师", "java spring 工程师"])
    assert np.array_equal(upper, lower)


def test_nothing_to_encode(model):
    assert model.encode([]).shape == (0, DIMENSIONS)


def test_version_follows_the_files(model, tmp_path: Path):
    folder = tmp_path / "model"
    folder.mkdir()
    shutil.copy(settings().model_dir / "model.onnx", folder)
    rules = json.loads((settings().model_dir / "tokenizer.json").read_text("utf-8"))
    (folder / "tokenizer.json").write_text(json.dumps(rules | {"padding": None}), "utf-8")
    (folder / "name").write_text("bge-small-zh-hunan", "utf-8")

    other = Encoder(folder, threads=1)

    assert model.version.startswith("bge-small-zh-v1.5-")
    assert other.version.startswith("bge-small-zh-hunan-")
    assert other.version.rsplit("-", 1)[1] != model.version.rsplit("-", 1)[1]


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("bytes_kept", [None, 0, 100_000])
def test_a_damaged_or_missing_file_says_what_to_do(
    model, tmp_path: Path, name: str, bytes_kept: int | None
):
    folder = tmp_path / "model"
    shutil.copytree(settings().model_dir, folder)
    whole = (folder / name).read_bytes()
    (folder / name).unlink()
    if bytes_kept is not None:
        (folder / name).write_bytes(whole[:bytes_kept])

    with pytest.raises(ModelUnusable, match="pes up"):
        Encoder(folder, threads=1)


def test_a_model_of_another_width_is_refused(model, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("language.encoder.DIMENSIONS", DIMENSIONS // 2)

    with pytest.raises(ModelUnusable):
        Encoder(settings().model_dir, threads=1)
