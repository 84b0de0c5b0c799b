"""`pes search`: what the pages find, and how each hit scored."""

import pytest

from tests.make.postings import published_posting
from tests.world import TenantWorld


def test_hits_with_what_was_understood(tenant: TenantWorld, pes, answer) -> None:
    night = published_posting(tenant, conditions=("night_shift",))
    day = published_posting(tenant, title="缝纫机车工", duties="缝制衬衫，包住，长白班，按件计酬。")
    published_posting(tenant, title="叉车司机", occupation_code="6-30-05-01")
    tenant.index()

    found = answer("search", "缝纫工 包住 不要夜班", "--tenant", tenant.code, "--explain")

    kinds = [(chip["kind"], chip["text"]) for chip in found["understood"]]
    assert kinds == [("occupation", "缝纫工"), ("benefit", "包住"), ("exclude", "不要夜班")]
    assert found["hits"][0]["posting"] == day.id
    assert found["hits"][0]["title"] == "缝纫机车工"
    assert night.id not in [hit["posting"] for hit in found["hits"]]
    assert found["total"] == len(found["hits"])
    for hit in found["hits"]:
        assert sum(hit["parts"].values()) == pytest.approx(hit["score"], abs=0.01)
        assert hit["parts"].keys() <= {
            "words", "said", "title", "literal", "occupation", "near_occupation", "benefits",
            "broader_occupation", "guessed_occupation", "vector", "new_near_direct", "around",
        }  # fmt: skip
    assert found["hits"][0]["parts"]["benefits"] > 0


def test_for_people_it_is_readable(tenant: TenantWorld, pes) -> None:
    posting = published_posting(tenant)
    tenant.index()
    plain = pes("search", "缝纫工", "--tenant", tenant.code)
    assert f"{posting.id} " in plain.out
    assert "缝纫工（occupation" in plain.out
    assert "words" not in plain.out
    assert "occupation\n" in pes("search", "缝纫工", "--tenant", tenant.code, "--explain").out


def test_without_explain_there_are_no_parts(tenant: TenantWorld, answer) -> None:
    published_posting(tenant)
    tenant.index()
    (hit,) = answer("search", "缝纫工", "--tenant", tenant.code)["hits"]
    assert hit.keys() == {"posting", "title", "score"}


def test_odd_words_are_answered(tenant: TenantWorld, answer) -> None:
    for words in ("", "，。", "焊" * 10_000, "AND OR *:*"):
        assert answer("search", words, "--tenant", tenant.code)["hits"] == []
