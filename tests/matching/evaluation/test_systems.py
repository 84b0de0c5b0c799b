"""Every system ranks the same eligible pairs, for either side, and always alike."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from language.segmenter import segment
from matching.evaluation import SYSTEMS, Scene, Side, rankings
from matching.evaluation.bm25 import Bm25
from matching.evaluation.fixed import APPLY, HIRE, VERSION, fixed_rank
from matching.features import FEATURES, NAMES
from matching.scratch import ScratchSet
from tests.matching.contract_rules import DAY
from tests.matching.evaluation.small_set import POSTINGS, PROFILES, encode


@pytest.fixture(scope="module", params=list(Side))
def scene(request) -> Scene:
    return Scene.of(ScratchSet.of(POSTINGS, PROFILES, DAY), encode, request.param)


def eligible(scene: Scene, query: str) -> set[str]:
    table = scene.eligible.T if scene.side is Side.EMPLOYER else scene.eligible
    row = table[scene.queries.index(query)]
    return {name for name, may in zip(scene.documents, row, strict=True) if may}


@pytest.mark.parametrize("name", list(SYSTEMS))
def test_lists_hold_eligible_documents_once_and_a_hundred_if_there_are(
    scene: Scene, name: str
) -> None:
    lists = list(rankings(scene, SYSTEMS[name]))

    assert [each.query for each in lists] == scene.queries
    for each in lists:
        allowed = eligible(scene, each.query)
        assert set(each.documents) <= allowed
        assert len(each.documents) == len(set(each.documents)) == min(100, len(allowed))
        assert each.scores == sorted(each.scores, reverse=True)
    again = list(rankings(scene, SYSTEMS[name]))
    assert lists == again


def test_the_whole_and_the_words_find_the_wanted_work(scene: Scene) -> None:
    for name in ("bm25", "fixed", "whole"):
        first = next(iter(rankings(scene, SYSTEMS[name])))
        wanted = [int(document[1:]) % 6 for document in first.documents[:2]]
        assert wanted == [int(first.query[1:]) % 6] * 2


def test_bm25_is_the_formula() -> None:
    texts = ["叉车司机 叉车 夜班", "会计", "叉车证优先，司机一名", ""]
    bags = [Counter(segment(text)) for text in texts]
    mean = sum(sum(bag.values()) for bag in bags) / len(bags)

    def score(query: str, bag: Counter[str]) -> float:
        total = 0.0
        for word in segment(query):
            holders = sum(word in other for other in bags)
            rarity = math.log(1 + (len(bags) - holders + 0.5) / (holders + 0.5))
            norm = 1.2 * (0.25 + 0.75 * sum(bag.values()) / mean)
            total += rarity * bag[word] * 2.2 / (bag[word] + norm)
        return total

    said = Bm25.of(texts).scores("叉车司机 司机")

    assert said.tolist() == pytest.approx([score("叉车司机 司机", bag) for bag in bags], rel=1e-5)
    assert Bm25.of([]).scores("会计").tolist() == []


def test_the_baseline_is_what_the_first_issue_had() -> None:
    frozen = {item.feature for item in (*APPLY, *HIRE)}
    changed = {item.name for item in FEATURES if item.name in frozen and item.version != VERSION}
    assert changed == {"distance_km"}  # which forgets here what it learned since: `_without_areas`

    nothing_known = np.full((1, len(NAMES)), np.nan, np.float32)
    perfect = np.zeros((1, len(NAMES)), np.float32)
    for item in (*APPLY, *HIRE):
        perfect[0, NAMES.index(item.feature)] = item.best

    def both(apply: float, hire: float) -> float:
        return 1 / (1 + math.exp(-apply)) / (1 + math.exp(-hire))

    assert fixed_rank(nothing_known)[0] == pytest.approx(both(-4.81, -2.87))
    assert fixed_rank(perfect)[0] == pytest.approx(both(2.5, 1.5))
