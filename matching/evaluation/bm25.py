"""BM25 over segmented texts, exact, in sparse arrays of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from language.segmenter import segment
from matching.conversion import FloatArray, IntArray

K1, B = 1.2, 0.75
"""Saturation of repeated words and weight of a text's length, as in Lucene."""


@dataclass(frozen=True)
class Bm25:
    """An index of texts: for each word the texts that hold it and what it adds to each.

    Word w stands in `texts[starts[w]:starts[w + 1]]`.

    References
    ----------
    Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and
    Beyond", 2009; the logarithm is Lucene's, which is never negative.
    """

    words: dict[str, int]
    starts: IntArray
    texts: IntArray
    gains: FloatArray
    count: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Bm25:
        """Index texts."""
        counted = [Counter(segment(text)) for text in texts]
        words: dict[str, int] = {}
        numbers = [[words.setdefault(word, len(words)) for word in bag] for bag in counted]
        sizes = np.array([len(bag) for bag in counted], np.int64)
        word = np.array([number for row in numbers for number in row], np.int64)
        text = np.repeat(np.arange(len(texts)), sizes)
        times = np.array([n for bag in counted for n in bag.values()], np.float64)
        lengths = np.bincount(text, weights=times, minlength=len(texts))
        holders = np.bincount(word, minlength=len(words))
        rarity = np.log1p((len(texts) - holders + 0.5) / (holders + 0.5))
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0)) if len(texts) else times
        gains = rarity[word] * times * (K1 + 1) / (times + norm[text])
        order = np.argsort(word, kind="stable")
        starts = np.concatenate(([0], np.cumsum(holders)))
        return cls(words, starts, text[order], gains[order].astype(np.float32), len(texts))

    def scores(self, query: str) -> FloatArray:
        """Return the worth of every text for a query, (texts,); repeated words count again."""
        total = np.zeros(self.count, np.float32)
        for word, times in Counter(segment(query)).items():
            if word in self.words:
                number = self.words[word]
                part = slice(self.starts[number], self.starts[number + 1])
                total[self.texts[part]] += self.gains[part] * times
        return total
