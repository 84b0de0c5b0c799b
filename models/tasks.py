"""Finding again what belongs together, on pairs that are kept back from training."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged.tables import Row
from language.classification import occupations
from language.encoder import FloatArray
from language.resources import rows
from models.sources import beginning, labelled_titles, postings_of, skill_tags
from models.split import is_kept_back, is_title_kept_back, plain_title

SEED = 20260307
MOST_QUERIES = 1500
Encode = Callable[[Sequence[str]], FloatArray]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """Queries, documents, and for each query the rows of the documents that answer it."""

    name: str
    queries: list[str]
    documents: list[str]
    answers: list[list[int]]


@dataclass(frozen=True)
class Found:
    """What a model makes of a task: one figure a query, between 0 and 1."""

    reciprocal: Values
    first: Values
    first_ten: Values

    def means(self) -> dict[str, float]:
        """Return MRR, recall@1 and recall@10."""
        named = {"mrr": self.reciprocal, "recall@1": self.first, "recall@10": self.first_ten}
        return {name: round(float(values.mean()), 4) for name, values in named.items()}


def tasks() -> list[Task]:
    """Return all tasks; where a table is not there, its task is left out."""
    made = (
        _names_of_unseen_occupations(),
        _titles_of_another_source(),
        _matched("titles_to_texts", postings_of("job51d"), beginning),
        _matched("titles_to_texts_unseen_titles", _unseen("labour"), beginning),
        _matched("titles_to_tags", postings_of("grad"), skill_tags),
        _matched("titles_to_tags_unseen_titles", _unseen("job51"), skill_tags),
    )
    return [task for task in made if task.queries]


def solve(task: Task, encode: Encode) -> Found:
    """Rank the documents of every query by cosine; the best answer's rank counts."""
    queries, documents = encode(task.queries), encode(task.documents)
    ranks = np.empty(len(task.queries))
    for row, cosines in enumerate(queries @ documents.T):
        ranks[row] = 1 + np.count_nonzero(cosines > cosines[task.answers[row]].max())
    return Found(1 / ranks, (ranks <= 1).astype(float), (ranks <= 10).astype(float))  # noqa: PLR2004


def _names_of_unseen_occupations() -> Task:
    """Everyday names of trades that no training pair is about, to the classification."""
    cases = [
        (name, row["code"].split())
        for row in rows("occupation_aliases")
        if is_kept_back(row["code"].split()[0])
        for name in row["aliases"].split()
    ]
    return _to_occupations("names_of_unseen_occupations", cases)


def _titles_of_another_source() -> Task:
    """Titles of postings to the code they are labelled with, but those that are our own names."""
    known = {name for row in rows("occupation_aliases") for name in row["aliases"].split()}
    cases = [
        (title, [code]) for title, code in labelled_titles() if plain_title(title) not in known
    ]
    return _to_occupations("titles_of_another_source", cases)


def _to_occupations(name: str, cases: Sequence[tuple[str, list[str]]]) -> Task:
    row_of = {each.code: row for row, each in enumerate(occupations())}
    titles = [each.title for each in occupations()]
    known = [
        (text, [row_of[code] for code in codes])
        for text, codes in cases
        if set(codes) <= row_of.keys() and text not in titles
    ]
    drawn = random.Random(f"{SEED} {name}").sample(known, min(MOST_QUERIES, len(known)))
    return Task(name, [text for text, _ in drawn], titles, [answers for _, answers in drawn])


def _unseen(table: str) -> list[Row]:
    return [row for row in postings_of(table) if is_title_kept_back(row["title"])]


def _matched(name: str, found: Iterable[Row], text_of: Callable[[Row], str]) -> Task:
    """Titles to what stands in their postings; postings of one title answer each other's."""
    titles: dict[str, str] = {}
    for posting in found:
        text = text_of(posting)
        if text:
            titles.setdefault(text, posting["title"])
    documents = list(titles)
    by_title: dict[str, list[int]] = {}
    for row, text in enumerate(documents):
        by_title.setdefault(plain_title(titles[text]), []).append(row)
    queries = [titles[documents[answers[0]]] for answers in by_title.values()]
    return Task(name, queries, documents, list(by_title.values()))
