"""Weights go from the ONNX file to torch and back without a change."""

import numpy as np
import onnx
import pytest

from language.encoder import Encoder
from language.model_folder import MODEL
from models.bert import load_bert, weights_of
from models.export import SAMPLES, NotTheSameError, agreement, export, require
from models.weights import UnexpectedModelError, read_weights, write_weights


def test_torch_gives_the_vectors_of_the_file(bert, base_encoder):
    found = agreement(bert, base_encoder)
    assert found.largest <= 1e-5
    assert found.least_cosine >= 0.99999


def test_every_weight_is_named_once(base):
    weights = read_weights(base / MODEL)
    matrices = [name for name in weights if name.endswith("dense.weight")]
    assert len(matrices) == 3 * 4
    assert not [name for name in weights if "MatMul" in name]


def test_written_back_unchanged_it_is_the_same_model(bert, base, base_encoder, tmp_path):
    export(bert, base, tmp_path / "copy")
    copy = Encoder(tmp_path / "copy", threads=1)
    assert np.array_equal(copy.encode(SAMPLES), base_encoder.encode(SAMPLES))
    assert copy.version.startswith("bge-small-zh-ours-")


def test_what_was_changed_in_torch_is_in_the_export(bert, base, base_encoder, tmp_path):
    layer = bert[0].auto_model.encoder.layer[1].output.dense
    layer.weight.data *= 1.5

    export(bert, base, tmp_path / "changed")

    changed = Encoder(tmp_path / "changed", threads=1)
    assert agreement(bert, changed).largest <= 1e-4
    assert np.abs(changed.encode(SAMPLES) - base_encoder.encode(SAMPLES)).max() > 1e-3
    with pytest.raises(NotTheSameError):
        require(agreement(bert, base_encoder), within=1e-4)


def test_a_missing_weight_or_another_shape_is_refused(bert, base, tmp_path):
    weights = weights_of(bert)
    name = "encoder.layer.0.attention.self.query.weight"
    for wrong in ({}, {name: weights[name][:, :-1]}):
        rest = {key: values for key, values in weights.items() if key != name}
        with pytest.raises(UnexpectedModelError, match=r"no fitting weight"):
            write_weights(base / MODEL, rest | wrong, tmp_path / MODEL)
    assert not (tmp_path / MODEL).exists()


def test_a_graph_laid_out_otherwise_is_refused(base, tmp_path):
    model = onnx.load(base / MODEL)
    adds = [node for node in model.graph.node if node.op_type == "Add"]
    for node in adds:
        node.op_type = "Sub"
    onnx.save(model, tmp_path / MODEL)

    with pytest.raises(UnexpectedModelError):
        read_weights(tmp_path / MODEL)
    with pytest.raises(UnexpectedModelError):
        load_bert(tmp_path)
