"""The benchmark of a whole prefecture, on a small one: its keys, and what must hold at any size."""

import pytest

from benchmarks import matching
from benchmarks.matching import Size
from pes.servers import Addresses
from runtime.settings import reset_settings
from tests.databases import STATE

SMALL = Size(
    people=300,
    postings=400,
    runs=1,
    runs_changed=1,
    growth=(1_200,),
    scored=200,
    online_times=2,
)


@pytest.fixture
def embedded(servers: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of the tests as a checkout has them: the benchmark makes its own database."""
    for name in ("DATABASE", "OWNER", "VALKEY", "ELASTICSEARCH"):
        monkeypatch.delenv(f"PES_{name}_URL", raising=False)
    monkeypatch.setenv("PES_STATE_DIR", str(STATE))
    monkeypatch.setenv("PES_MODEL_DIR", servers.model_dir)
    reset_settings()


@pytest.mark.usefixtures("embedded")
def test_a_small_prefecture() -> None:
    answer = matching.run(SMALL)

    assert {
        "cycle_vs_faiss_flat", "two_workers_vs_one", "incremental_scores", "incremental_all",
        "incremental_objective", "online_p95_vs_es",
    } <= set(answer.ratios)  # fmt: skip
    assert all(ratio.median > 0 for ratio in answer.ratios.values())
    figures = answer.figures
    assert figures["incremental_bit_equal"] == SMALL.runs_changed
    assert abs(answer.ratios["incremental_objective"].median - 1) < 0.001
    assert figures["ranked_candidates_a_person"] > 30  # of 1,200 few are near some
    assert figures["recommendations_a_person"] >= 1
    assert figures["faiss_flat_seekers_per_s"] > 0
    assert 0 < figures["peak_gb_over_vectors_20k"] < 1
    assert 0 < figures["peak_gb_over_vectors_100k"] < 1
    assert figures["online_postings"] == 2 * figures["postings"]
