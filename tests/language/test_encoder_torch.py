"""Both roads to a vector agree: bare onnxruntime, and sentence-transformers (extra `models`)."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from language.encoder import MAX_TOKENS, encoder
from runtime.settings import settings

sentence_transformers = pytest.importorskip(
    "sentence_transformers", reason="the extra `models` is not installed (pip install .[models])"
)

TEXTS = [
    "焊工 持证上岗 二氧化碳保护焊",
    "Java 开发工程师 Spring MySQL",
    "月嫂",
    "会计 出纳 用友 金蝶 报税 " * 20,
    "叉车司机，有叉车证，能上夜班",
    "Python 数据分析 SQL",
    "保安 " * 600,
]
SHAPE = {
    "architectures": ["BertModel"],
    "hidden_act": "gelu",
    "hidden_size": 512,
    "intermediate_size": 2048,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
    "model_type": "bert",
    "num_attention_heads": 8,
    "num_hidden_layers": 4,
    "pad_token_id": 0,
    "type_vocab_size": 2,
    "vocab_size": 21128,
}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {
        "idx": 2,
        "name": "2",
        "path": "2_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]
POOLING = {
    "word_embedding_dimension": 512,
    "pooling_mode_cls_token": True,
    "pooling_mode_mean_tokens": False,
    "pooling_mode_max_tokens": False,
    "pooling_mode_mean_sqrt_len_tokens": False,
}
TOKENIZER = {
    "tokenizer_class": "BertTokenizerFast",
    "do_lower_case": True,
    "model_max_length": MAX_TOKENS,
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "mask_token": "[MASK]",
}


@pytest.fixture
def folder(deployment, tmp_path: Path) -> Path:
    """Our model in the form that sentence-transformers loads, wholly offline."""
    source = settings().model_dir
    for name in ("onnx", "1_Pooling", "2_Normalize"):
        (tmp_path / name).mkdir()
    shutil.copy(source / "model.onnx", tmp_path / "onnx" / "model.onnx")
    rules = json.loads((source / "tokenizer.json").read_text("utf-8"))
    rules["normalizer"]["lowercase"] = True
    files = {
        "tokenizer.json": rules,
        "config.json": SHAPE,
        "modules.json": MODULES,
        "1_Pooling/config.json": POOLING,
        "tokenizer_config.json": TOKENIZER,
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content), "utf-8")
    return tmp_path


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_bare_runtime_equals_sentence_transformers(folder: Path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    reference = sentence_transformers.SentenceTransformer(
        str(folder),
        backend="onnx",
        device="cpu",
        local_files_only=True,
        model_kwargs={"provider": "CPUExecutionProvider", "file_name": "onnx/model.onnx"},
    )

    theirs = reference.encode(TEXTS, normalize_embeddings=True)
    ours = encoder().encode(TEXTS)

    assert np.abs(theirs - ours).max() <= 1e-6
