"""Examples read from what was really recorded."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from marketplace.applications import (
    Reason,
    apply,
    decline_invitation,
    mark_hired,
    not_for_me,
    reject,
    show_interest,
    undo_not_for_me,
)
from marketplace.applications.outcomes import SILENT_DAYS
from marketplace.groups import Group
from marketplace.recommendations import (
    Recommendation,
    list_recorded,
    mark_delivered,
    mark_opened,
)
from matching.facts import GROUPS
from matching.judging import judge
from matching.learning.examples import Examples
from matching.learning.records import examples_of_records
from matching.ranker import FixedWeights
from matching.settings import DRAWN_PERCENT
from runtime.clock import frozen, now, today
from tenants.consents import Purpose, give_consent
from tenants.settings import change_setting
from tests.make.applications import accepted, invited
from tests.make.matching import in_group, people, profile, run_cycle, stored_facts
from tests.make.postings import published_posting
from tests.world import TenantWorld


def examples(world: TenantWorld, days: int = 8, since: int = 30) -> Examples:
    first = today() - timedelta(days=since)
    with frozen(now() + timedelta(days=days)), world.as_system() as work:
        return examples_of_records(work, first)


def delivered(world: TenantWorld, cycle_id: int, but: int = 0) -> list[Recommendation]:
    """Rows of a run, of which all people but one were told, by person and place."""
    with world.as_system() as work:
        rows = list_recorded(work, cycle_id)
        mark_delivered(work, [row.id for row in rows if row.seeker_id != but])
    return sorted(rows, key=lambda row: (row.seeker_id, row.rank))


def test_lists_that_were_seen_with_what_came_of_them(tenant: TenantWorld) -> None:
    for n in range(3):
        published_posting(tenant, title=f"缝纫工{n}", openings=n + 2)
    told, silent, plain = people(tenant, profile(), profile(), profile(personalised=False))
    in_group(tenant, told, Group.DISABLED)
    rows = delivered(tenant, run_cycle(tenant), but=silent)
    first, second, third = [row for row in rows if row.seeker_id == told]
    with tenant.as_seeker(told) as work:
        mark_opened(work, first.id)
        apply(work, first.posting_id)
        mark_opened(work, second.id)
        not_for_me(work, second.posting_id, Reason.TOO_FAR)

    log = examples(tenant)

    assert plain not in {row.seeker_id for row in rows[:3]}
    assert len(log) == 3  # not the plain list, nor the one that nobody was told of
    assert log.place.tolist() == [1, 2, 3]
    assert log.opened.tolist() == [True, True, False]
    assert log.applied.tolist() == [True, False, False]
    assert log.tenant.tolist() == [tenant.code] * 3
    assert set(log.groups.tolist()) == {1 << GROUPS.index("disabled")}
    for row, features in zip((first, second, third), log.features, strict=True):
        judged = judge(stored_facts(tenant, row), FixedWeights())
        assert np.array_equal(judged.features, features, equal_nan=True)


def test_a_list_ripens(tenant: TenantWorld) -> None:
    published_posting(tenant)
    people(tenant, profile())
    delivered(tenant, run_cycle(tenant))
    assert len(examples(tenant, days=6)) == 0
    assert len(examples(tenant, days=8)) == 1
    assert len(examples(tenant, days=8, since=-1)) == 0


@pytest.mark.parametrize(
    ("told", "decided", "hired"),
    [
        ("interested", False, False),
        ("interested, long silent", True, False),
        ("accepted", False, False),
        ("rejected", True, False),
        ("hired", True, True),
        ("invited", None, None),
        ("declined", None, None),
    ],
)
def test_what_the_employer_made_of_it(
    tenant: TenantWorld, told: str, decided: bool | None, hired: bool | None
) -> None:
    posting = published_posting(tenant)
    (seeker,) = people(tenant, profile())
    with tenant.as_system() as work:
        give_consent(work, seeker, Purpose.SHARE_CARD, "向单位展示名片")
    delivered(tenant, run_cycle(tenant))
    days = SILENT_DAYS + 1 if "silent" in told else 8
    if told.startswith("interested"):
        with tenant.as_seeker(seeker) as work:
            show_interest(work, posting.id)
    elif told in {"accepted", "hired"}:
        application = accepted(tenant, seeker, posting.id)
        if told == "hired":
            with tenant.as_recruiter() as work:
                mark_hired(work, application.id)
    elif told == "rejected":
        with tenant.as_seeker(seeker) as work:
            application = apply(work, posting.id)
        with tenant.as_recruiter() as work:
            reject(work, application.id)
    else:
        application = invited(tenant, seeker, posting.id)
        if told == "declined":
            with tenant.as_seeker(seeker) as work:
                decline_invitation(work, application.id)

    log = examples(tenant, days=days, since=60)

    assert log.applied.tolist() == [decided is not None]
    assert log.decided.tolist() == [bool(decided)]
    assert log.hired.tolist() == [bool(hired)]


def test_who_has_work_already_tells_nothing_of_the_list(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    published_posting(tenant, title="缝纫普工")
    (seeker,) = people(tenant, profile())
    delivered(tenant, run_cycle(tenant))
    with tenant.as_seeker(seeker) as work:
        not_for_me(work, posting.id, Reason.ALREADY_WORKING)
    assert len(examples(tenant)) == 0

    with tenant.as_seeker(seeker) as work:
        undo_not_for_me(work, posting.id)
    assert len(examples(tenant)) == 2


def test_draws_are_read_as_they_were_made(tenant: TenantWorld) -> None:
    with tenant.as_administrator() as work:
        change_setting(work, DRAWN_PERCENT, 50)
    for _ in range(4):
        published_posting(tenant, title="缝纫工", openings=3)
    people(tenant, *(profile(experience_years=float(n)) for n in range(12)))
    rows = delivered(tenant, run_cycle(tenant))

    log = examples(tenant)

    assert len(log) == len(rows)
    assert log.drawn.sum() >= 12
    assert (log.propensity == np.where(log.drawn, 0.5, 1.0)).all()
    places = {}
    for number, place in zip(log.lists.tolist(), log.place.tolist(), strict=True):
        places.setdefault(number, []).append(place)
    assert all(sorted(each) == list(range(1, len(each) + 1)) for each in places.values())


def test_another_tenant_s_records_are_not_read(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    published_posting(tenant)
    people(tenant, profile())
    delivered(tenant, run_cycle(tenant))
    assert len(examples(tenant)) == 1
    assert len(examples(other_tenant)) == 0
