"""`pes train` and `pes models`: refusals, a promotion and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matching.learning.fitting import fit
from matching.ranker import FixedWeights
from tests.make.learning import answered_log, kept_model, no_model_left
from tests.make.matching import people, profile
from tests.make.postings import published_posting
from tests.world import TenantWorld

FIXED = FixedWeights().version


@pytest.fixture(autouse=True)
def none_left(tenant: TenantWorld) -> Iterator[None]:
    with no_model_left(tenant):
        yield


def test_training_says_what_is_missing(tenant: TenantWorld, pes) -> None:
    refused = pes("train", "--since", "2026-01-01", "--json")
    assert refused.code == 1
    assert refused.out == ""
    assert "还差" in refused.err
    assert "录用" in refused.err


def test_a_day_that_is_none_is_wrong_usage(tenant: TenantWorld, pes) -> None:
    refused = pes("train", "--since", "gestern")
    assert refused.code == 2
    assert "gestern" in refused.err


def test_promoted_used_and_back_in_one_command(tenant: TenantWorld, pes, answer) -> None:
    won, lost = fit(answered_log(300)), fit(answered_log(300, seed=4))
    with tenant.as_system() as work:
        kept_model(work, won)
        kept_model(work, lost, won=False)
    assert answer("models", "list")["in_use"] == FIXED
    refused = pes("models", "promote", lost.version)
    assert refused.code == 1
    assert "没有在留出时段胜过" in refused.err
    assert pes("models", "promote", "learned-none").code == 1

    assert answer("models", "promote", won.version) == {"in_use": won.version}
    listed = answer("models", "list")
    assert listed["in_use"] == won.version
    states = {row["version"]: (row["state"], row["usable"]) for row in listed["models"]}
    assert states[won.version] == ("champion", True)
    assert states[lost.version] == ("challenger", True)
    posting = published_posting(tenant)
    (seeker,) = people(tenant, profile())
    learned = answer("explain", "--tenant", tenant.code, seeker, posting.id)["scores"]

    assert answer("models", "shadow", lost.version) == {"shadow": lost.version}
    assert answer("models", "shadow") == {"shadow": None}
    assert "使用中" in pes("models", "list").out
    assert answer("models", "show", won.version)["state"] == "champion"

    assert answer("models", "rollback") == {"in_use": FIXED}
    fixed = answer("explain", "--tenant", tenant.code, seeker, posting.id)["scores"]
    assert fixed != learned
    assert pes("models", "rollback").code == 1
