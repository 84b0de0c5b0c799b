"""What a pair of person and posting looks like, in numbers a person can check.

Every feature is registered once, with the direction in which it may move a
rank and a version. Protected attributes (sex, age, origin, ethnicity, religion,
marriage, health, membership in a priority group) are no features.
"""

from matching.features import place, terms, work
from matching.features.pairs import Pairs, pair_similarity
from matching.features.registry import FEATURES, NAMES, Feature, feature_array

__all__ = [
    "FEATURES",
    "NAMES",
    "Feature",
    "Pairs",
    "feature_array",
    "pair_similarity",
    "place",
    "terms",
    "work",
]
