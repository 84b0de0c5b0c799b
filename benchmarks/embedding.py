"""New texts made vectors and stored, against a bare onnxruntime loop over the same texts.

`vs_bare_loop`: texts a second. Ours looks what the tenant knows, embeds the rest, writes the rows
of the cache; the loop does nothing but run the model over the same batches, sorted by length. The
second run asks for the same texts again.
"""

import random
from collections.abc import Sequence

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from benchmarks.measure import RUNS, Answer, interleaved, ratio, stopwatch
from benchmarks.scratch import scratch_deployment, scratch_tenant
from language.classification import occupations
from language.encoder import encoder
from language.skills import skill_names
from runtime.settings import settings
from search.vectors import cached_vectors

TEXTS_A_RUN, SKILLS_A_TEXT, BATCH = 1500, 4, 16
_SEED, _TITLED = 20, 4  # occupations proper are of level 4


def run() -> Answer:
    """Measure on a scratch database; each run has texts that nobody has seen."""
    with scratch_deployment():
        texts = [_texts(number) for number in range(RUNS)]
        tenants = [scratch_tenant(number) for number in range(RUNS)]
        bare = _BareLoop()
        cached_vectors(scratch_tenant(RUNS), _texts(RUNS)[:200])
        bare.embed(_texts(RUNS)[:200])
        rates = interleaved(
            {
                "ours": lambda number: _ours(tenants[number], texts[number]),
                "bare": lambda number: _timed(bare, texts[number]),
            }
        )
        before = encoder().embedded
        for tenant_id, known in zip(tenants, texts, strict=True):
            cached_vectors(tenant_id, known)
        again = encoder().embedded - before
    return Answer(
        figures={
            "texts_a_run": TEXTS_A_RUN,
            "second_run_texts_embedded": again,
            "ours_texts_per_s": round(max(rates["ours"]), 1),
            "bare_texts_per_s": round(max(rates["bare"]), 1),
        },
        ratios={"vs_bare_loop": ratio(rates["ours"], rates["bare"])},
    )


def _texts(number: int) -> list[str]:
    """Texts as postings have them: a title, its occupation, a few skills; all different."""
    rng = random.Random(_SEED + number)
    titles = [each.title for each in occupations() if each.level == _TITLED]
    skills = skill_names()
    return [
        " ".join([f"{rng.choice(titles)}{number}-{at}", *rng.sample(skills, SKILLS_A_TEXT)])
        for at in range(TEXTS_A_RUN)
    ]


def _ours(tenant_id: int, texts: Sequence[str]) -> float:
    with stopwatch() as seconds:
        cached_vectors(tenant_id, texts)
        return len(texts) / seconds()


class _BareLoop:
    """What one writes first, and what the model can do at best: tokenise, sort, run."""

    def __init__(self) -> None:
        folder = settings().model_dir
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings().encoder_threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"]
        )

    def embed(self, texts: Sequence[str]) -> None:
        encoded = sorted(self._tokenizer.encode_batch(list(texts)), key=lambda each: len(each.ids))
        for start in range(0, len(encoded), BATCH):
            self._run(encoded[start : start + BATCH])

    def _run(self, batch: Sequence[Encoding]) -> None:
        ids = np.zeros((len(batch), len(batch[-1].ids)), np.int64)
        for row, each in enumerate(batch):
            ids[row, : len(each.ids)] = each.ids
        mask = (ids != 0).astype(np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        self._session.run(None, feed)


def _timed(bare: _BareLoop, texts: Sequence[str]) -> float:
    with stopwatch() as seconds:
        bare.embed(texts)
        return len(texts) / seconds()
