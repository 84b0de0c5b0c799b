"""Text → vector, by bare onnxruntime and tokenizers: no torch in web or workers.

The model folder holds `model.onnx` and `tokenizer.json`. A vector is the CLS state of the last
layer, L2-normalised. In fp32 it is bit for bit the same whatever else stands in the batch, so
online and batch, full and incremental runs agree.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from runtime.errors import Unavailable
from runtime.messages import N_
from runtime.settings import settings

FloatArray = npt.NDArray[np.float32]

DIMENSIONS = 512
MAX_TOKENS = 512
# Batches hardly speed a small fp32 model up on a CPU, but they cost memory: keep them small.
_BATCH_TEXTS = 16
_BATCH_TOKENS = 4096
_PROBE = "电工"
_DEFAULT_NAME = "bge-small-zh-v1.5"


class ModelUnusable(Unavailable):
    """The model's files are missing, damaged, or of a kind that this version cannot run."""

    message = N_(
        "文本模型的文件缺失、损坏或版本不符，暂时不能匹配。"
        "请系统管理员删除模型文件夹“%(folder)s”后运行 pes up 重新安装。"
    )


class Encoder:
    """A loaded model. Safe to share between threads.

    Attributes
    ----------
    version : name of the model and the first 12 digits of a hash over its files: two models
        never share vectors, whatever they are called.
    embedded : how many texts this process has run through the model.

    Raises
    ------
    ModelUnusable
    """

    def __init__(self, folder: Path, *, threads: int) -> None:
        self.embedded = 0
        try:
            self.version = _version(folder)
            self._tokenizer = _tokenizer(folder / "tokenizer.json")
            self._session = _session(folder / "model.onnx", threads)
            usable = self.encode([_PROBE]).shape == (1, DIMENSIONS)
        except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
            raise ModelUnusable(folder=folder.name) from error
        if not usable:
            raise ModelUnusable(folder=folder.name)
        self.embedded = 0

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


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads must sleep: spinning halves the speed as soon as cores are shared.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path) -> Tokenizer:
    """The model's tokenizer, made to lower-case: it is uncased, yet its file says otherwise.

    Without this "Java" is an unknown word.
    """
    rules = json.loads(path.read_text("utf-8"))
    rules["normalizer"]["lowercase"] = True
    tokenizer: Tokenizer = Tokenizer.from_str(json.dumps(rules))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in ("model.onnx", "tokenizer.json"):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    name_file = folder / "name"
    name = name_file.read_text("utf-8").strip() if name_file.is_file() else _DEFAULT_NAME
    return f"{name}-{digest.hexdigest()[:12]}"


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the deployment's encoder, loaded at first use; one a process."""
    return Encoder(settings().model_dir, threads=settings().encoder_threads)
