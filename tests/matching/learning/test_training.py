"""A challenger is tried on what followed, and only takes over when it surely ranks better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from matching.in_use import ranker_in_use
from matching.learning import training
from matching.learning.comparing import calibration_error, compare
from matching.learning.errors import ModelHasNotWon, TooFewAnswers
from matching.learning.examination import Curve
from matching.learning.examples import Examples
from matching.learning.fitting import fit
from matching.learning.keeping import access_model, promote_model
from matching.learning.models import RankingOffset
from matching.learning.offsets import offset_of
from matching.learning.training import champion_of, counted, kept, latest, require_enough, train
from matching.ranker import FixedWeights
from runtime.clock import today
from tenants.access import Actor
from tests.make.learning import answered_log, no_model_left
from tests.world import TenantWorld

CURVE = Curve(1.2, 0.1)


@pytest.fixture(scope="module")
def log() -> Examples:
    return answered_log(2500)


@pytest.fixture(autouse=True)
def none_left(request: pytest.FixtureRequest) -> Iterator[None]:
    if "tenant" not in request.fixturenames:
        yield
        return
    with no_model_left(request.getfixturevalue("tenant")):
        yield


def test_too_little_is_refused_with_what_is_missing(tenant: TenantWorld) -> None:
    with pytest.raises(TooFewAnswers) as refused:
        train(Actor.system(tenant.code), [tenant.code], today())
    assert "录用现有 0，还差 30" in refused.value.text()
    assert "送达的推荐列表现有 0，还差 1000" in refused.value.text()


def test_only_what_is_missing_is_named(log: Examples) -> None:
    have = counted(log)
    require_enough(have)
    with pytest.raises(TooFewAnswers) as refused:
        require_enough(have | {"hires": 12})
    assert refused.value.text().count("还差") == 1
    assert "录用现有 12，还差 18" in refused.value.text()


def test_the_later_lists_are_left_for_the_trial(log: Examples) -> None:
    later = latest(log)
    assert 0.15 < later.mean() < 0.35
    assert log.day[later].min() > log.day[~later].max()
    two_days = replace(log, day=np.where(log.lists < 2400, 7, 8).astype(np.int32))
    assert 0 < latest(two_days).mean() < 1


def test_one_that_learnt_wins_and_takes_over(tenant: TenantWorld, log: Examples) -> None:
    actor = Actor.system(tenant.code)
    here = replace(log, tenant=np.full(len(log), tenant.code))
    trained = kept(actor, here, champion_of(tenant.code), seed=0)

    overall = trained.card["metrics"]["overall"]
    assert trained.won
    assert 0 < overall["low"] < overall["difference"] < overall["high"]
    assert overall["champion"] < overall["challenger"] <= 1
    assert trained.card["metrics"]["apply"]["calibration_error"] < 0.03
    assert trained.card["window"]["from"] < trained.card["window"]["tried_from"]
    assert trained.card["learnt_from"]["lists"] + trained.card["tried_on"]["lists"] == 2500
    assert ranker_in_use(tenant.code) == FixedWeights()

    with tenant.as_system() as work:
        assert access_model(work, trained.version).card == trained.card
        promote_model(work, trained.version)
        offset = work.session.get(RankingOffset, (tenant.code, trained.version))
    assert ranker_in_use(tenant.code).version == trained.version
    assert offset is not None
    assert abs(offset.apply) < 0.2  # one tenant alone is what all are

    again = kept(actor, here, champion_of(tenant.code), seed=0)
    assert again.version == trained.version  # the same records, the same model


def test_one_that_learnt_from_noise_does_not(tenant: TenantWorld, log: Examples) -> None:
    random = np.random.default_rng(3)
    here = replace(log, tenant=np.full(len(log), tenant.code))
    best = fit(here)
    noise = replace(
        here.of(here.lists < 1200),
        applied=random.random(int((here.lists < 1200).sum())) < 0.1,
        features=here.features[here.lists < 1200],
    )
    trained = kept(Actor.system(tenant.code), noise, best, seed=0)
    assert not trained.won
    with pytest.raises(ModelHasNotWon), tenant.as_system() as work:
        promote_model(work, trained.version)


def test_a_group_that_would_lose_stops_it(log: Examples) -> None:
    better, worse = fit(log), FixedWeights()
    assert compare(better, worse, log, CURVE).won
    for_some = log.groups == 1
    first = log.place == 1  # what the champion puts first is all that this group wants
    turned = replace(
        log, applied=np.where(for_some, first, log.applied), hired=log.hired & ~for_some
    )
    outcome = compare(better, worse, turned, CURVE)
    assert outcome.groups["unemployed_graduate"].high < 0
    assert not outcome.won


def test_the_same_ranker_neither_wins_nor_loses(log: Examples) -> None:
    outcome = compare(FixedWeights(), FixedWeights(), log, CURVE)
    assert (outcome.overall.difference, outcome.overall.low, outcome.overall.high) == (0, 0, 0)
    assert not outcome.won


def test_calibration_error_is_the_distance_from_what_came() -> None:
    came = np.array([True, False, False, False, False] * 200)
    assert calibration_error(np.full(1000, 0.2), came) == pytest.approx(0, abs=1e-9)
    assert calibration_error(np.full(1000, 0.5), came) == pytest.approx(0.3)


def test_a_tenant_that_answers_more_has_an_offset_once_it_has_enough(log: Examples) -> None:
    ranker = fit(log)
    odds = ranker.apply.odds(log.features) + 0.7
    random = np.random.default_rng(5)
    seen = random.random(len(log)) < CURVE.at(log.place)
    keener = replace(log, applied=seen & (random.random(len(log)) < 1 / (1 + np.exp(-odds))))
    offset = offset_of(ranker, keener, CURVE)
    assert offset is not None
    assert offset.apply == pytest.approx(0.7, abs=0.1)
    assert offset_of(ranker, keener.of(keener.lists < 30), CURVE) is None


def test_enough_is_written_down_for_all_that_is_counted() -> None:
    assert training.NEEDED.keys() == training.WORDS.keys() == counted(Examples.nothing()).keys()
