"""The base model in sentence-transformers, made from the ONNX file and the tokenizer alone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from language.encoder import DIMENSIONS, MAX_TOKENS, read_tokenizer
from models.weights import FloatArray, UnexpectedModelError, read_weights

WORDS = "embeddings.word_embeddings.weight"
_LAYER = "encoder.layer."
_HEADS, _EPSILON = 8, 1e-12
"""What the weights do not tell: as in every small BERT of this family, checked by equality."""
_MODEL: Any = BertModel
_CONFIG: Any = BertConfig
_WRAPPER: Any = PreTrainedTokenizerFast
"""Their constructors have no types."""


def load_bert(folder: Path, *, longest: int = MAX_TOKENS) -> SentenceTransformer:
    """Return the model of `folder` (`model.onnx`, `tokenizer.json`), ready to be trained.

    CLS state of the last layer, L2-normalised, as `language.encoder` has it; texts
    are cut at `longest` tokens. Raises UnexpectedModelError.
    """
    weights = read_weights(folder / "model.onnx")
    bert: Any = _MODEL(_shape(weights), add_pooling_layer=False)
    state = {name: torch.from_numpy(values) for name, values in weights.items()}
    missing = bert.load_state_dict(state, strict=False)
    if missing.missing_keys or missing.unexpected_keys:
        raise UnexpectedModelError(f"weights do not fit: {missing}")
    with TemporaryDirectory() as place:
        bert.save_pretrained(place)
        _fast(read_tokenizer(folder / "tokenizer.json"), longest).save_pretrained(place)
        words = Transformer(
            place, max_seq_length=longest, model_kwargs={"add_pooling_layer": False}
        )
    modules = [words, Pooling(DIMENSIONS, pooling_mode="cls"), Normalize()]
    model: SentenceTransformer = SentenceTransformer(modules=modules, device="cpu")
    return model


def inner(model: SentenceTransformer) -> Any:
    """Return the BERT inside."""
    first: Any = model[0]
    return first.auto_model


def weights_of(model: SentenceTransformer) -> dict[str, FloatArray]:
    """Return the model's weights by torch's names, as `write_weights` takes them."""
    state = inner(model).state_dict()
    return {name: values.detach().numpy().copy() for name, values in state.items()}


def _shape(weights: dict[str, FloatArray]) -> Any:
    layers = {name.split(".")[2] for name in weights if name.startswith(_LAYER)}
    return _CONFIG(
        vocab_size=len(weights[WORDS]),
        hidden_size=DIMENSIONS,
        num_hidden_layers=len(layers),
        num_attention_heads=_HEADS,
        intermediate_size=len(weights[f"{_LAYER}0.intermediate.dense.bias"]),
        max_position_embeddings=len(weights["embeddings.position_embeddings.weight"]),
        type_vocab_size=len(weights["embeddings.token_type_embeddings.weight"]),
        layer_norm_eps=_EPSILON,
        pad_token_id=0,
        attn_implementation="eager",
    )


def _fast(tokenizer: Tokenizer, longest: int) -> Any:
    names = {"cls": "[CLS]", "sep": "[SEP]", "pad": "[PAD]", "unk": "[UNK]", "mask": "[MASK]"}
    return _WRAPPER(
        tokenizer_object=tokenizer,
        model_max_length=longest,
        **{f"{kind}_token": written for kind, written in names.items()},
    )
