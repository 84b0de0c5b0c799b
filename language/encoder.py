"""Text → vector, by bare onnxruntime and tokenizers: no torch in web or workers.

The model folder holds `model.onnx` and `tokenizer.json`. A vector is the CLS state of the last
layer, L2-normalised. In fp32 it is bit for bit the same whatever else stands in the batch, so
online and batch, full and incremental runs agree.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import structlog
from tokenizers import Encoding, Tokenizer

from language.model_folder import (
    MODEL,
    TOKENIZER,
    ModelUnusable,
    TunedModelUnusable,
    check_tuned,
    is_adopted,
    tuned_folder,
    version_of,
)
from runtime.messages import N_
from runtime.settings import settings

log = structlog.get_logger()

FloatArray = npt.NDArray[np.float32]

DIMENSIONS = 512
MAX_TOKENS = 512
# Batches hardly speed a small fp32 model up on a CPU, but they cost memory: keep them small.
_BATCH_TEXTS = 16
_BATCH_TOKENS = 4096
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}


class Encoder:
    """A loaded model. Safe to share between threads.

    Attributes
    ----------
    version : name of the model and the first 12 digits of a hash over its files: two models
        never share vectors, whatever they are called.
    embedded : how many texts this process has run through the model.
    """

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Load a model. Raises ModelUnusable where its files are missing or no such model."""
        self.embedded = 0
        try:
            self.version = version_of(folder)
            self._tokenizer = read_tokenizer(folder / TOKENIZER)
            self._session = _session(folder / MODEL, threads)
        except OSError as error:
            raise ModelUnusable(folder=folder, why=N_("文件不全")) from error
        except Exception as error:  # what both libraries raise has no base of its own
            raise ModelUnusable(folder=folder, why=N_("文件已损坏，或由另一版本写成")) from error

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Embed `texts`, in their order; equal texts are computed once.

        Returns
        -------
        float32 array of shape (len(texts), 512)
            Unit vectors. A text beyond 512 tokens is cut there.
        """
        distinct = list(dict.fromkeys(texts))
        self.embedded += len(distinct)
        vectors = np.empty((len(distinct), DIMENSIONS), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(distinct)
        for batch in _batches([len(encoding.ids) for encoding in encodings]):
            vectors[batch] = self._run([encodings[row] for row in batch])
        if len(distinct) == len(texts):
            return vectors
        row_of = {text: row for row, text in enumerate(distinct)}
        return vectors[[row_of[text] for text in texts]]

    def _run(self, encodings: Sequence[Encoding]) -> FloatArray:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        first: FloatArray = self._session.run(None, feed)[0][:, 0]
        unit: FloatArray = first / np.linalg.norm(first, axis=1, keepdims=True)
        return unit


def _session(file: Path, threads: int) -> onnxruntime.InferenceSession:
    """Open a model. Raises what onnxruntime raises, ValueError where it is none of ours."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads must sleep: spinning halves the speed as soon as cores are shared.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    inputs = {each.name for each in session.get_inputs()}
    if inputs != _INPUTS or session.get_outputs()[0].shape[-1] != DIMENSIONS:
        raise ValueError("no model of this kind")
    return session


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows sorted by length, cut into batches bounded in texts and in padded tokens."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        padded = lengths[row] * (len(batch) + 1)
        if batch and (len(batch) == _BATCH_TEXTS or padded > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def read_tokenizer(path: Path) -> Tokenizer:
    """The model's tokenizer, made to lower-case: it is uncased, yet its file says otherwise.

    Without this "Java" is an unknown word.
    """
    rules = json.loads(path.read_text("utf-8"))
    rules["normalizer"]["lowercase"] = True
    tokenizer: Tokenizer = Tokenizer.from_str(json.dumps(rules))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the deployment's encoder, loaded at first use; one a process.

    Our own model where one was adopted, otherwise, or where that one cannot be
    used, the base. Raises ModelUnusable where the base cannot be used either.
    """
    base, ours, threads = settings().model_dir, tuned_folder(), settings().encoder_threads
    if is_adopted(ours):
        try:
            check_tuned(ours, base)
            return Encoder(ours, threads=threads)
        except ModelUnusable as error:
            refusal = TunedModelUnusable(**error.params)
            log.warning("tuned_model_unusable", message=refusal.text())
    return Encoder(base, threads=threads)
