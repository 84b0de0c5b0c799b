"""`pes match`, `pes recommendations`, `pes explain`: the contract's letter, on a real tenant."""

import json

from marketplace.groups import Group
from marketplace.recommendations import open_cycle
from matching.cycle import plan
from tests.make.matching import in_group, people, profile
from tests.make.postings import published_posting
from tests.world import TenantWorld


def test_a_cycle_its_record_and_an_account(tenant: TenantWorld, pes, answer) -> None:
    posting = published_posting(tenant)
    seeker, far = people(tenant, profile(), profile(place_code=431382, max_km=5.0))
    in_group(tenant, seeker, Group.EMPLOYMENT_DIFFICULTY)

    (cycle,) = answer("match", "--tenant", tenant.code)

    assert cycle["tenant"] == str(tenant.code)
    assert (cycle["seekers"], cycle["served"], cycle["recommendations"]) == (2, 1, 1)
    assert cycle["owed_met"] == 0
    assert cycle["postings_touched"] == 1
    assert cycle["by_group"]["employment_difficulty"]["served"] == 1
    assert all(isinstance(seconds, float) for seconds in cycle["stages"].values())

    listed = pes("recommendations", "--tenant", tenant.code, "--cycle", cycle["cycle"], "--json")
    (line,) = [json.loads(each) for each in listed.out.splitlines()]
    assert (line["cycle"], line["seeker"], line["posting"]) == (
        cycle["cycle"],
        seeker,
        posting.id,
    )
    assert line["scores"].keys() == {"apply", "hire", "rank"}
    assert line["state"] == "recorded"
    assert line["reasons"][0]["code"] == "served_first"

    account = answer("explain", "--tenant", tenant.code, seeker, posting.id)
    assert account["eligible"] is True
    assert account["scores"] == line["scores"]
    barred = answer("explain", "--tenant", tenant.code, far, posting.id)
    assert barred["failed_rule"] == "distance"
    assert barred["eligible"] is False


def test_for_people_it_is_readable(tenant: TenantWorld, pes) -> None:
    posting = published_posting(tenant)
    (seeker,) = people(tenant, profile())

    assert "1" in pes("match", "--tenant", tenant.code).out
    assert "正是您想找的工作" in pes("recommendations", "--tenant", tenant.code).out
    assert "可以推荐" in pes("explain", "--tenant", tenant.code, seeker, posting.id).out


def test_takes_up_an_unfinished_cycle(tenant: TenantWorld, answer) -> None:
    published_posting(tenant)
    people(tenant, profile())
    with tenant.as_system() as work:
        cycle_id = open_cycle(work).cycle.id
    plan(tenant.code, cycle_id)

    (cycle,) = answer("match", "--tenant", tenant.code)

    assert cycle["cycle"] == cycle_id
    assert cycle["recommendations"] == 1


def test_refusals_are_one_chinese_line(tenant: TenantWorld, pes) -> None:
    for line in (
        ("match", "--tenant", "长沙"),
        ("match", "--tenant", "999999"),
        ("recommendations", "--tenant", tenant.code, "--cycle", "999999999"),
        ("explain", "--tenant", tenant.code, "1", "1"),
    ):
        refused = pes(*line, "--json")
        assert (refused.code, refused.out) == (1, "")
        assert len(refused.err.strip().splitlines()) == 1
    assert pes("match", "--json").code == 2
