"""The baseline: characters' TF-IDF and logistic regression, taught by the labelled titles.

Needs scikit-learn, which comes with the extra `models`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.titles.figures import Guess
from benchmarks.titles.tables import labelled

_GRAMS = (1, 3)
_INVERSE_PENALTY = 20.0
_STEPS = 40
_LEAST_TITLES = 2  # a gram of one title alone doubles the time and changes nothing
_MOST = 5


def guesses_of_baseline(titles: Sequence[str]) -> list[Guess]:
    """Five codes a title with their chances.

    Taught by titles_to_occupation.csv without the titles asked for.
    """
    texts, codes = labelled(without=titles)
    vectors = TfidfVectorizer(
        analyzer="char",
        ngram_range=_GRAMS,
        sublinear_tf=True,
        min_df=_LEAST_TITLES,
        dtype=np.float32,
    )
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # 200 steps did no better
        model.fit(vectors.fit_transform(texts), codes)
    chances = model.predict_proba(vectors.transform(titles))
    best = (-chances).argsort(axis=1)[:, :_MOST]
    return [
        [(str(model.classes_[at]), float(row[at])) for at in order]
        for row, order in zip(chances, best, strict=True)
    ]
