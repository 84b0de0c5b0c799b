"""Learning from a log whose makers' taste is known: what comes out, and what may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.features import FEATURES, NAMES
from matching.learning.examination import curve_from_draws
from matching.learning.examples import Examples
from matching.learning.fitting import fit, fit_with_curve
from matching.learning.learned import LearnedRanker, ModelDoesNotFit, Offset
from matching.learning.logistic import sigmoid
from matching.learning.shapes import KNOTS, fair_values
from matching.ranker import APPLY, FixedWeights, Ranker
from tests.make.learning import answered_log, luck, some_features, wish


@pytest.fixture(scope="module")
def log() -> Examples:
    return answered_log(3000)


@pytest.fixture(scope="module")
def learned(log: Examples) -> LearnedRanker:
    return fit(log)


def _order(ranker: Ranker, seed: int = 9) -> float:
    """Correlation of the ranks of unseen pairs with the true chance of applying."""
    features = some_features(4000, np.random.default_rng(seed))
    told, truth = ranker.score(features).apply, wish(features)
    return float(np.corrcoef(told.argsort().argsort(), truth.argsort().argsort())[0, 1])


def test_every_feature_has_knots_and_a_fair_value() -> None:
    assert set(KNOTS) == set(NAMES) == set(fair_values(APPLY))


def test_learning_finds_what_people_want(learned: LearnedRanker) -> None:
    assert _order(learned) > 0.93 > _order(FixedWeights()) + 0.2


def test_a_log_read_from_the_top_misleads_unless_it_is_corrected(
    log: Examples, learned: LearnedRanker
) -> None:
    assert _order(learned) > _order(fit(log, corrected=False)) + 0.02


def test_draws_tell_how_far_people_read(log: Examples) -> None:
    curve = curve_from_draws(log)

    assert curve is not None
    assert abs(curve.steepness - 1.2) < 3 * curve.error < 0.6
    assert curve.at(np.array([1, 2, 10])) == pytest.approx([1, 2**-1.2, 10**-1.2], abs=0.12)


def test_without_draws_the_answers_tell_it(log: Examples) -> None:
    undrawn = log.of(~log.drawn)
    assert curve_from_draws(undrawn) is None

    assert fit_with_curve(undrawn).curve.steepness == pytest.approx(1.2, abs=0.25)


def test_both_answers_are_chances(learned: LearnedRanker) -> None:
    features = some_features(20_000, np.random.default_rng(5))
    scores = learned.score(features)
    for told, truth in ((scores.apply, wish(features)), (scores.hire, luck(features))):
        for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)):
            here = (told >= low) & (told < high)
            if here.sum() > 500:
                assert told[here].mean() == pytest.approx(sigmoid(truth[here]).mean(), abs=0.06)


def test_no_feature_moves_a_score_against_its_direction(learned: LearnedRanker) -> None:
    start = some_features(300, np.random.default_rng(3))
    for column, feature in enumerate(FEATURES):
        steps = np.linspace(KNOTS[feature.name][0] - 1, KNOTS[feature.name][-1] + 1, 40)
        ranks = []
        for step in steps:
            moved = start.copy()
            moved[:, column] = step
            ranks.append(learned.score(moved).rank)
        assert (np.diff(ranks, axis=0) * feature.direction >= 0).all(), feature.name


def test_a_pair_scores_the_same_alone_and_in_a_batch(learned: LearnedRanker) -> None:
    features = some_features(333, np.random.default_rng(4))
    together = learned.score(features)
    moved = learned.contributions(features)
    for n in range(len(features)):
        alone = learned.score(features[n : n + 1])
        assert (alone.apply[0], alone.hire[0]) == (together.apply[n], together.hire[n])
        assert (learned.contributions(features[n : n + 1])[0] == moved[n]).all()


def test_contributions_are_what_the_odds_are_made_of(learned: LearnedRanker) -> None:
    features = some_features(200, np.random.default_rng(6))
    features = features[~np.isnan(features).any(axis=1)]
    fair = np.zeros_like(features[:1])
    odds = learned.apply.odds(features) + learned.hire.odds(features)
    for head in (learned.apply, learned.hire):
        for shape in head.shapes:
            fair[:, NAMES.index(shape.feature)] = shape.fair
    base = learned.apply.base + learned.hire.base
    base += sum(
        s.at(np.float32([s.fair]))[0] for h in (learned.apply, learned.hire) for s in h.shapes
    )
    assert learned.contributions(features).sum(axis=1) + base == pytest.approx(odds, abs=1e-4)


def test_the_same_log_gives_the_same_model(log: Examples, learned: LearnedRanker) -> None:
    again = fit(log)
    assert again.version == learned.version
    assert LearnedRanker.of_stored(learned.stored()) == learned
    assert LearnedRanker.of_stored(learned.stored()).version == learned.version


def test_few_answers_leave_the_fixed_order(log: Examples) -> None:
    few = fit(log.of(log.lists < 5))
    features = some_features(2000, np.random.default_rng(8))
    told, fixed = few.score(features).apply, FixedWeights().score(features).apply
    assert np.corrcoef(told.argsort().argsort(), fixed.argsort().argsort())[0, 1] > 0.9


def test_an_offset_shifts_both_answers_and_no_reason(learned: LearnedRanker) -> None:
    features = some_features(50, np.random.default_rng(2))
    shifted = learned.shifted(Offset(apply=0.5, hire=-0.5))
    assert shifted.version == learned.version
    assert (shifted.score(features).apply > learned.score(features).apply).all()
    assert (shifted.score(features).hire < learned.score(features).hire).all()
    assert (shifted.contributions(features) == learned.contributions(features)).all()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"format": 1', '"format": 2'),
        lambda text: text.replace('"registry": "', '"registry": "x'),
        lambda text: text.replace("distance_km", "distance_miles"),
        lambda text: "[]",
        lambda text: "null",
        lambda text: text.replace('"base": ', '"base": "x", "b": '),
    ],
)
def test_a_model_that_does_not_fit_is_refused(learned: LearnedRanker, change: object) -> None:
    with pytest.raises(ModelDoesNotFit):
        LearnedRanker.of_stored(change(learned.stored()))  # type: ignore[operator]


def test_hirings_that_lasted_count_for_more(log: Examples) -> None:
    """Of the hired only the skilled stay: whoever counts them more values skills more."""
    skills = np.nan_to_num(log.features[:, NAMES.index("skills_overlap")])
    stayed = replace(log, kept=log.hired & (skills > 0.7))

    plain, weighed = fit(log), fit(stayed)

    assert _rise(weighed, "skills_overlap") > _rise(plain, "skills_overlap") + 0.1
    chance, came = weighed.score(log.features).hire[log.decided], log.hired[log.decided]
    assert float(chance.mean()) == pytest.approx(float(came.mean()), abs=0.03)


def _rise(ranker: LearnedRanker, feature: str) -> float:
    """How far the log odds of being hired rise from none of a feature to all of it."""
    features = np.full((2, len(NAMES)), np.nan, np.float32)
    features[:, NAMES.index(feature)] = (0, 1)
    low, high = ranker.hire.odds(features).tolist()
    return float(high - low)
