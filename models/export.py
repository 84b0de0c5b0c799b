"""The tuned model as a folder that `language.encoder` takes, and the proof that it is the same."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from language.encoder import Encoder
from language.model_folder import MANIFEST, MODEL, NAME, TOKENIZER, Manifest, version_of
from models.bert import weights_of
from models.weights import write_weights

OUR_NAME = "bge-small-zh-ours"
SAMPLES = (
    "焊工 持证上岗 二氧化碳保护焊",
    "Java 开发工程师 Spring MySQL",
    "月嫂",
    "叉车司机，有叉车证，能上夜班",
    "会计 出纳 用友 金蝶 报税 " * 4,
    "Python 数据分析 SQL",
    "餐厅服务员 保洁 洗碗工",
)
"""Texts, none beyond the length that is trained on, on which two forms of a model must agree."""


class NotTheSameError(ValueError):
    """Two forms of one model give different vectors."""


@dataclass(frozen=True)
class Agreement:
    """How far apart vectors are that should be equal.

    `largest` difference of any number between torch and onnxruntime; `least_cosine`
    between a text alone and in a batch.
    """

    largest: float
    least_cosine: float


def agreement(
    model: SentenceTransformer, encoder: Encoder, texts: Sequence[str] = SAMPLES
) -> Agreement:
    """Compare torch with onnxruntime, and batches with single texts."""
    theirs = model.encode(list(texts), normalize_embeddings=True)
    together = encoder.encode(texts)
    alone = np.vstack([encoder.encode([text]) for text in texts])
    return Agreement(
        largest=float(np.abs(theirs - together).max()),
        least_cosine=float((together * alone).sum(axis=1).min()),
    )


def require(found: Agreement, *, within: float) -> None:
    """Raise NotTheSameError where vectors differ by more than `within`, or with their batch."""
    if not (found.largest <= within and found.least_cosine >= 0.99999):  # noqa: PLR2004
        raise NotTheSameError(f"vectors differ: {found}")


def export(model: SentenceTransformer, base: Path, folder: Path) -> None:
    """Write the tuned model into `folder`, made anew, in the form of the base."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_weights(base / MODEL, weights_of(model), folder / MODEL)
    shutil.copyfile(base / TOKENIZER, folder / TOKENIZER)
    (folder / NAME).write_text(OUR_NAME, "utf-8")


def adopt(candidate: Path, base: Path, folder: Path) -> str:
    """Put a model that won where the deployment looks for it; return its version.

    Whoever starts meanwhile finds the old one, none, or the new one whole.
    """
    partial, before = folder.with_suffix(".partial"), folder.with_suffix(".before")
    for left in (partial, before):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(candidate, partial, ignore=shutil.ignore_patterns(MANIFEST))
    manifest = Manifest(version=version_of(partial), base=version_of(base))
    manifest.write(partial)
    if folder.exists():
        folder.rename(before)
    partial.rename(folder)
    shutil.rmtree(before, ignore_errors=True)
    return manifest.version
