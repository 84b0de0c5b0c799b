"""The base model twice: as the product runs it, and in torch."""

from pathlib import Path

import pytest

pytest.importorskip(
    "sentence_transformers", reason="the extra `models` is not installed (pip install .[models])"
)

from language.encoder import Encoder
from models.bert import load_bert
from runtime.settings import settings


@pytest.fixture(scope="session")
def base(deployment) -> Path:
    return settings().model_dir


@pytest.fixture(scope="session")
def base_encoder(base: Path) -> Encoder:
    return Encoder(base, threads=1)


@pytest.fixture
def bert(base: Path):
    return load_bert(base, longest=72)
