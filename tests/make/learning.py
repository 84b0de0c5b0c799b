"""Makers of logs of answers: people whose taste is known here, and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matching.features import NAMES
from matching.learning.errors import NoModelInUse
from matching.learning.examples import Examples
from matching.learning.keeping import keep_challenger, roll_back_model, shadow_model
from matching.learning.learned import LearnedRanker
from matching.learning.logistic import sigmoid
from matching.learning.models import RankingModel
from matching.ranker import FixedWeights
from tenants.work import Work

if TYPE_CHECKING:
    from tests.world import TenantWorld

ON_A_LIST = 10
SWAPPED = 0.3


def some_features(rows: int, random: np.random.Generator) -> np.ndarray:
    """Features in the ranges they have, one in ten not known."""
    columns = {
        "distance_km": random.gamma(1.5, 12, rows),
        "place_roughness_km": random.choice([0, 4, 15], rows),
        "pay_fit": random.normal(1, 0.25, rows).clip(0.3, 2),
        "hard_conditions": random.integers(0, 4, rows),
        "age_days": random.integers(0, 60, rows),
        "openings": random.integers(1, 20, rows),
        "occupation_closeness": random.choice([0, 0.15, 0.4, 0.75, 1], rows),
        "text_similarity": random.normal(0.56, 0.07, rows),
        "skills_overlap": random.random(rows),
        "certificates_held": random.choice([0, 1], rows),
        "education_fit": random.choice([1 / 3, 2 / 3, 1], rows),
        "unused_education_levels": random.integers(0, 3, rows),
        "experience_fit": random.random(rows),
    }
    values = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)
    values[random.random(values.shape) < 0.1] = np.nan
    return values


def wish(features: np.ndarray) -> np.ndarray:
    """Log odds of wanting a posting: pay and hardship count most, the text hardly."""
    known = dict(zip(NAMES, np.nan_to_num(features.T, nan=0.5), strict=True))
    return (
        -2.6
        + 3.0 * np.minimum(known["pay_fit"], 1.3)
        - 0.9 * known["hard_conditions"]
        - 0.04 * known["distance_km"].clip(0, 60)
        + 0.8 * known["occupation_closeness"]
    )


def luck(features: np.ndarray) -> np.ndarray:
    """Log odds of being hired once wanted."""
    known = dict(zip(NAMES, np.nan_to_num(features.T, nan=0.3), strict=True))
    return -2.0 + 2.5 * known["experience_fit"] + 1.0 * known["skills_overlap"]


def answered_log(lists: int, seed: int = 0, steepness: float = 1.2, days: int = 60) -> Examples:
    """A log of lists in the order of the fixed weights, near-ties drawn, read from the top."""
    random = np.random.default_rng(seed)
    rows = lists * ON_A_LIST
    features = some_features(rows, random)
    of_list = np.repeat(np.arange(lists), ON_A_LIST)
    rank = FixedWeights().score(features).rank
    order = np.lexsort((-rank, of_list))
    features = features[order]
    place = np.tile(np.arange(1, ON_A_LIST + 1), lists)
    pairs = np.repeat(random.random((lists, ON_A_LIST // 2)) < 0.5, 2, axis=1).ravel()
    swap = np.repeat(random.random((lists, ON_A_LIST // 2)) < SWAPPED, 2, axis=1).ravel() & pairs
    place = np.where(swap, np.where(place % 2 == 1, place + 1, place - 1), place)
    seen = random.random(rows) < place**-steepness
    applied = seen & (random.random(rows) < sigmoid(wish(features)))
    hired = applied & (random.random(rows) < sigmoid(luck(features)))
    return Examples(
        features=features,
        lists=of_list,
        place=place,
        propensity=np.where(pairs, np.where(swap, SWAPPED, 1 - SWAPPED), 1.0),
        drawn=pairs,
        opened=seen & (applied | (random.random(rows) < 0.5)),
        applied=applied,
        decided=applied & (random.random(rows) < 0.8),
        hired=hired,
        kept=np.zeros(rows, np.bool_),
        tenant=np.where(of_list % 2 == 0, 430100, 430200),
        day=(20_000 + of_list * days // lists).astype(np.int32),
        groups=random.choice(np.array([0, 1, 2], np.uint8), lists)[of_list],
    )


def kept_model(
    work: Work, ranker: LearnedRanker, *, won: bool = True, against: str | None = None
) -> RankingModel:
    """A learned model kept as a challenger that has, or has not, won offline."""
    return keep_challenger(
        work,
        RankingModel(
            version=ranker.version,
            model=ranker.stored(),
            card={},
            won=won,
            against=against or FixedWeights().version,
            window_from=date(2026, 1, 1),
            window_to=date(2026, 3, 1),
        ),
    )


@contextmanager
def no_model_left(world: "TenantWorld") -> Iterator[None]:
    """Models are the whole platform's: what a test promotes goes out with it."""
    yield
    with world.as_system() as work:
        shadow_model(work, None)
        with suppress(NoModelInUse):
            while roll_back_model(work) is not None:
                pass
