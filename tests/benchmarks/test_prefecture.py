"""The benchmarks' prefecture: one percent becomes another, copies are like their postings."""

from dataclasses import replace

from benchmarks.growth import point
from benchmarks.prefecture import Prefecture
from matching.loading import load_postings, load_seekers
from runtime.clock import today
from tests.world import TenantWorld


def test_change_and_copies(tenant: TenantWorld) -> None:
    place = Prefecture.filled(tenant.code, people=500, postings=500)
    before = _facts(tenant.code)
    assert [len(each) for each in before] == [500, 500]
    assert min(place.people, place.postings) > 500

    place.change_one_percent(turn=0)

    after = _facts(tenant.code)
    for was, now in zip(before, after, strict=True):
        stayed = was.keys() & now.keys()
        changed = [key for key in stayed if was[key] != now[key]]
        assert 3 <= len(changed) <= 6  # of those who came every hundredth was touched
        assert len(stayed) > 0.98 * len(was)

    apart = place.multiply_postings(3)

    _, postings = _facts(tenant.code)
    assert len(postings) == 3 * len(after[1])
    for key, posting in after[1].items():
        assert postings[key] == posting
        assert postings[key + 2 * apart] == replace(posting, id=key + 2 * apart)


def test_growth_beyond_the_tenant(tenant: TenantWorld) -> None:
    Prefecture.filled(tenant.code, people=100, postings=300)

    grown = point(tenant.code, today(), size=2000, scored=100)

    assert grown.ranked_a_person > 40  # not all are eligible for fifty of so few
    assert grown.recommended > 2 * grown.size
    assert min(grown.score_s, grown.assign_s, grown.faiss_s) > 0


def _facts(tenant_id: int):
    postings = load_postings(tenant_id)
    people = load_seekers(tenant_id, postings.columns.vocabularies, today())
    return {each.id: each for each in people.facts}, {each.id: each for each in postings.facts}
