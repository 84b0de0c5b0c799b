"""Tuning: each pair's texts are drawn together, away from the other texts of their batch."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from models.bert import WORDS, inner
from models.pairs import Pair

LENGTHS = (0, 6, 10, 18, 40, 10_000)
"""Characters at which texts are parted by length."""


@dataclass(frozen=True)
class Recipe:
    """How the model is tuned; the same recipe and pairs give the same weights.

    `scale` multiplies cosines in the loss. `anchor` weighs how far the cosines of
    texts that are not of one work may move from the base's: the ranker's weights
    and the floor of search were set on those. Word embeddings stay as they are
    (`words_frozen`), so that words which no pair holds keep their place among those
    that do. One thread: sums come out the same, however many processors there are.
    """

    seed: int = 20260306
    epochs: int = 1
    batch: int = 64
    rate: float = 2e-5
    warm_up: float = 0.1
    scale: float = 20.0
    anchor: float = 100.0
    words_frozen: bool = True
    longest: int = 72
    threads: int = 1


Progress = Callable[[int, int, float], None]
"""Called with the steps done, all steps and the loss of the last one."""


def tune(
    model: SentenceTransformer, pairs: Sequence[Pair], recipe: Recipe, progress: Progress
) -> None:
    """Tune the model in place, on the processor alone."""
    _settle(recipe)
    plan = [batch for epoch in range(recipe.epochs) for batch in batches(pairs, recipe, epoch)]
    before = _vectors(model, pairs)
    inner(model).get_parameter(WORDS).requires_grad_(not recipe.words_frozen)
    learned = [each for each in model.parameters() if each.requires_grad]
    optimizer = AdamW(learned, lr=recipe.rate, weight_decay=0.01)
    pace = LambdaLR(optimizer, lambda step: _pace(step, len(plan), recipe.warm_up))
    loss = _Loss(model, recipe, before)
    model.train()
    for step, batch in enumerate(plan, 1):
        value: Any = loss(batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        pace.step()
        progress(step, len(plan), float(value.detach()))
    model.eval()


class _Loss:
    """Both texts of a pair nearer than to the others, and the others where they were."""

    def __init__(
        self, model: SentenceTransformer, recipe: Recipe, before: Mapping[str, Tensor]
    ) -> None:
        self._before, self._anchor = before, recipe.anchor
        self._model: Any = model
        self._ranking: Any = MultipleNegativesRankingLoss(
            model, scale=recipe.scale, directions=("query_to_doc", "doc_to_query")
        )

    def __call__(self, batch: Sequence[Pair]) -> Tensor:
        sides = [[pair.left for pair in batch], [pair.right for pair in batch]]
        left, right = (
            self._model(self._model.preprocess(side))["sentence_embedding"] for side in sides
        )
        old_left, old_right = (torch.stack([self._before[text] for text in s]) for s in sides)
        moved = (left @ right.T - old_left @ old_right.T).square()
        apart = ~torch.eye(len(batch), dtype=torch.bool)
        ranking = self._ranking.compute_loss_from_embeddings([left, right], None)
        total: Tensor = ranking + self._anchor * moved[apart].mean()
        return total


def _vectors(model: SentenceTransformer, pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """Vectors of all texts as the model has them now."""
    texts = list({text: None for pair in pairs for text in (pair.left, pair.right)})
    vectors = model.encode(texts, convert_to_tensor=True, show_progress_bar=False)
    return dict(zip(texts, vectors.clone(), strict=True))


def batches(pairs: Sequence[Pair], recipe: Recipe, epoch: int) -> list[list[Pair]]:
    """Cut the pairs into batches that hold each group, and each text, once.

    Short texts and long ones do not share a batch, for all of a batch cost what
    its longest costs; batches of less than half the size are left out.
    """
    draw = random.Random(f"{recipe.seed} {epoch}")
    mixed = draw.sample(pairs, len(pairs))
    cut: list[list[Pair]] = []
    for shorter, longer in pairwise(LENGTHS):
        alike = [pair for pair in mixed if shorter < _length(pair) <= longer]
        cut += _cut(alike, recipe)
    return draw.sample(cut, len(cut))


def _length(pair: Pair) -> int:
    return min(LENGTHS[-1], max(len(pair.left), len(pair.right)))


def _cut(waiting: list[Pair], recipe: Recipe) -> Iterator[list[Pair]]:
    """A pair that finds its group taken waits for the next batch."""
    while waiting:
        batch: list[Pair] = []
        later: list[Pair] = []
        taken: set[str] = set()
        for pair in waiting:
            names = {pair.group, pair.left, pair.right}
            fits = len(batch) < recipe.batch and taken.isdisjoint(names)
            (batch if fits else later).append(pair)
            taken |= names if fits else set()
        if 2 * len(batch) < recipe.batch:
            return
        yield batch
        waiting = later


def _settle(recipe: Recipe) -> None:
    """Make everything that draws numbers or adds them up repeatable."""
    random.seed(recipe.seed)
    np.random.seed(recipe.seed)  # noqa: NPY002 - the libraries' own generator
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    torch.use_deterministic_algorithms(mode=True)


def _pace(step: int, steps: int, warm_up: float) -> float:
    """Rise in the warm-up, then fall to 0, linearly."""
    warm = max(1, round(steps * warm_up))
    return (step + 1) / warm if step < warm else (steps - step) / max(1, steps - warm)
