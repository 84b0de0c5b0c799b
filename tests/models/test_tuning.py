"""A tiny run of everything: it learns, is the same twice, and is adopted by the rule alone."""

import json
from pathlib import Path

import numpy as np
import pytest

from language.encoder import Encoder, encoder
from language.model_folder import MANIFEST, check_tuned, version_of
from models.bert import load_bert, weights_of
from models.compare import (
    JUDGED_SYSTEMS,
    Judged,
    Measured,
    Trial,
    comparison,
    measure,
    objections,
    table,
)
from models.export import adopt, agreement, export
from models.fit import Recipe, tune
from models.pairs import Pair
from models.tasks import Found, Task, solve
from runtime.settings import reset_settings

RECIPE = Recipe(batch=12, rate=1e-4, epochs=4, longest=48)
TRADES = {
    "烧饭师傅": "中式烹调师",
    "开大车": "货运汽车司机",
    "看大门": "保安员",
    "带娃阿姨": "育婴员",
    "扫马路": "环卫工人",
    "跑腿小哥": "外卖配送员",
    "理头发": "美发师",
    "踩平车": "缝纫工",
    "打螺丝": "装配工",
    "记账的": "会计",
    "刷墙": "涂装工",
    "种菜": "蔬菜种植员",
}
PAIRS = [Pair(left, right, right, "names") for left, right in TRADES.items()]
TASK = Task("trades", list(TRADES), list(TRADES.values()), [[row] for row in range(len(TRADES))])


def tuned(base: Path):
    model = load_bert(base, longest=RECIPE.longest)
    losses: list[float] = []
    tune(model, PAIRS, RECIPE, lambda _step, _steps, loss: losses.append(loss))
    return model, losses


@pytest.fixture(scope="module")
def candidate(base, tmp_path_factory) -> Path:
    model, losses = tuned(base)
    assert losses[-1] < losses[0]
    folder = tmp_path_factory.mktemp("models") / "candidate"
    export(model, base, folder)
    found = agreement(model, Encoder(folder, threads=1))
    assert found.largest <= 1e-4
    assert found.least_cosine >= 0.99999
    return folder


def test_what_was_trained_on_is_found_better(candidate, base_encoder):
    before, after = (solve(TASK, each.encode) for each in (base_encoder, _loaded(candidate)))
    assert after.reciprocal.mean() > before.reciprocal.mean()


def test_the_same_recipe_gives_the_same_model(base, candidate, tmp_path):
    export(tuned(base)[0], base, tmp_path / "again")
    assert version_of(tmp_path / "again") == version_of(candidate)


def test_words_stay_where_they_are(base, candidate):
    name = "embeddings.word_embeddings.weight"
    before = weights_of(load_bert(base))[name]
    after = weights_of(load_bert(candidate))[name]
    assert np.array_equal(before, after)


def test_an_adopted_model_is_the_one_that_runs(base, candidate, tmp_path, monkeypatch):
    folder = tmp_path / "model-ours"
    monkeypatch.setenv("PES_TUNED_MODEL_DIR", str(folder))
    reset_settings()
    encoder.cache_clear()
    try:
        assert encoder().version == version_of(base)
        version = adopt(candidate, base, folder)
        encoder.cache_clear()
        assert encoder().version == version == version_of(candidate)
    finally:
        encoder.cache_clear()


def test_adopting_again_replaces_the_old_one_whole(base, candidate, tmp_path):
    folder = tmp_path / "model-ours"
    folder.mkdir()
    (folder / "left over").write_text("", "utf-8")

    adopt(candidate, base, folder)
    adopt(candidate, base, folder)

    check_tuned(folder, base)
    names = {path.name for path in folder.iterdir()}
    assert names == {MANIFEST, "model.onnx", "name", "tokenizer.json"}
    assert list(tmp_path.iterdir()) == [folder]


def test_ranks_by_hand():
    texts = {"甲": [1, 0], "乙": [0, 1], "a": [0.9, 0.1], "b": [1, 0.2], "c": [0, 1]}

    def encode(some):
        return np.array([texts[text] for text in some], np.float32)

    found = solve(Task("t", ["甲", "乙"], ["a", "b", "c"], [[0], [2]]), encode)

    assert found.reciprocal.tolist() == [0.5, 1]
    assert found.means() == {"mrr": 0.75, "recall@1": 0.5, "recall@10": 1.0}


def _loaded(folder: Path) -> Encoder:
    return Encoder(folder, threads=1)


def _measured(name: str, reciprocal: float, judged: float) -> Measured:
    noise = np.random.default_rng(5).random(200) / 10
    found = Found(reciprocal + noise, noise, noise)
    same = np.full(40, judged)
    ranked = {system: Judged(same, same, same) for system in JUDGED_SYSTEMS}
    return Measured(name, {"task": found}, ranked, {})


@pytest.mark.parametrize(
    ("reciprocal", "judged", "adopted"),
    [(0.5, 0.5, True), (0.5, 0.3, False), (0.3, 0.5, False), (0.4, 0.4, False)],
)
def test_ours_wins_only_where_it_is_better_and_nowhere_worse(reciprocal, judged, adopted):
    report = comparison(_measured("ours", reciprocal, judged), _measured("base", 0.4, 0.4))

    assert report["adopted"] is adopted
    assert bool(report["objections"]) is not adopted
    assert json.loads(json.dumps(report)) == report
    assert [line[0] for line in table(report)] == [
        "task",
        *(f"{system}_{figure}" for system in JUDGED_SYSTEMS for figure in ("ndcg", "ndcg_graded")),
        "overall",
    ]


def test_noise_or_one_task_lost_is_no_win():
    up = {"mean": 0.1, "low": 0.05, "high": 0.15}
    noise = {"mean": 0.1, "low": -0.05, "high": 0.25}
    down = {"mean": -0.1, "low": -0.15, "high": -0.05}
    judged = {"vectors_ndcg": up, "whole_ndcg": up}

    assert objections(up, {"a": up, "b": noise}, judged) == []
    assert objections(noise, {"a": up, "b": noise}, judged)
    assert objections(up, {"a": up, "b": down}, judged)
    assert objections(up, {"a": up}, judged | {"whole_ndcg": down})
    assert objections(up, {"a": up}, {})
    assert objections(up, {"a": up}, judged, moved=0.1)


def test_measuring_needs_no_tables(base_encoder):
    measured = measure(base_encoder, Trial([TASK], None))

    assert measured.version == base_encoder.version
    assert measured.judged == {}
