"""Who is in which group, on what ground, and who looks after them."""

from datetime import date, timedelta

import pytest

from marketplace.groups import (
    DatesReversed,
    EndedReason,
    EvidenceMissing,
    Group,
    GroupConsentMissing,
    GroupRow,
    MembershipNotFound,
    OfficerUnfit,
    Source,
    add_memberships,
    add_to_group,
    assign_officer,
    caseloads,
    count_by_group,
    end_membership,
    groups_of,
    list_group,
    memberships_of,
    own_memberships,
)
from marketplace.seekers import SeekerNotFound, add_seekers, agree, close, disagree
from runtime.clock import frozen, now, today
from runtime.errors import NotAllowed
from tenants.access import Actor, Role
from tenants.audit import list_entries, list_looks_at
from tenants.consents import Purpose
from tenants.work import begin
from tests.make.groups import in_group, officer_of
from tests.make.seekers import ready_seeker, registered_seeker, row
from tests.world import TenantWorld

DIFFICULT, DISABLED = Group.EMPLOYMENT_DIFFICULTY, Group.DISABLED


def holding(world: TenantWorld, seeker_id: int, on: date | None = None) -> tuple[Group, ...]:
    with world.as_system() as work:
        return groups_of(work, [seeker_id], on or today()).get(seeker_id, ())


def test_entering_twice_is_one_membership(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    assert in_group(tenant, seeker.id).id == in_group(tenant, seeker.id).id
    in_group(tenant, seeker.id, DISABLED)
    assert holding(tenant, seeker.id) == (DISABLED, DIFFICULT)


def test_only_those_who_manage_groups_enter(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    details = {"source": Source.CERTIFICATION, "evidence": "社区认定"}
    for opened in (tenant.as_reviewer, lambda: tenant.as_seeker(seeker.id)):
        with pytest.raises(NotAllowed), opened() as work:
            add_to_group(work, seeker.id, DIFFICULT, **details)
    with pytest.raises(SeekerNotFound), other_tenant.as_officer() as work:
        add_to_group(work, seeker.id, DIFFICULT, **details)
    assert holding(tenant, seeker.id) == ()


def test_an_own_application_stands_and_falls_with_the_consent(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    with pytest.raises(GroupConsentMissing):
        in_group(tenant, seeker.id, source=Source.APPLICATION)
    with tenant.as_seeker(seeker.id) as work:
        agree(work, Purpose.GROUP_DATA)
    in_group(tenant, seeker.id, source=Source.APPLICATION)
    assert holding(tenant, seeker.id) == (DIFFICULT,)
    with tenant.as_seeker(seeker.id) as work:
        disagree(work, Purpose.GROUP_DATA)
    assert holding(tenant, seeker.id) == ()
    with tenant.as_officer() as work:
        assert list_group(work, DIFFICULT).total == 0


def test_a_membership_holds_on_its_days_only(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    first, last = today(), today() + timedelta(days=30)
    in_group(tenant, seeker.id, from_on=first, until_on=last)
    day = timedelta(days=1)
    held = [bool(holding(tenant, seeker.id, on)) for on in (first - day, first, last, last + day)]
    assert held == [False, True, True, False]


def test_one_that_ran_out_is_ended_and_begun_anew(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    old = in_group(tenant, seeker.id, until_on=today())
    with frozen(now() + timedelta(days=2)):
        new = in_group(tenant, seeker.id)
    assert new.id != old.id
    with tenant.as_officer() as work:
        ended = {row.id: row.ended_reason for row in memberships_of(work, seeker.id)}
    assert ended == {old.id: EndedReason.NO_LONGER_QUALIFIES, new.id: None}


def test_ending_keeps_the_row(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    membership = in_group(tenant, seeker.id)
    for _ in range(2):
        with tenant.as_officer() as work:
            end_membership(work, membership.id, EndedReason.EMPLOYED)
    assert holding(tenant, seeker.id) == ()
    with tenant.as_seeker(seeker.id) as work:
        assert [row.ended_reason for row in own_memberships(work)] == [EndedReason.EMPLOYED]
        acts = [entry.action for entry in list_looks_at(work, seeker.id)]
    assert acts.count("group.left") == 1


@pytest.mark.parametrize("evidence", ["", " 证 ", "残疾证 43010219900101123", "长" * 201])
def test_evidence_is_words_without_numbers_of_documents(tenant: TenantWorld, evidence: str) -> None:
    seeker = registered_seeker(tenant)
    with pytest.raises(EvidenceMissing), tenant.as_officer() as work:
        add_to_group(work, seeker.id, DISABLED, source=Source.CERTIFICATION, evidence=evidence)


def test_days_in_the_wrong_order_are_refused(tenant: TenantWorld) -> None:
    seeker = registered_seeker(tenant)
    with pytest.raises(DatesReversed):
        in_group(tenant, seeker.id, until_on=today() - timedelta(days=1))


def test_the_nearest_and_least_loaded_officer_takes_over(tenant: TenantWorld) -> None:
    officer_of(tenant, 430100)
    near = officer_of(tenant, 430104), officer_of(tenant, 430104)
    officer_of(tenant, 430102)
    people = [ready_seeker(tenant) for _ in range(4)]
    for seeker in people:
        in_group(tenant, seeker.id)
    with tenant.as_system() as work:
        loads = caseloads(work)
    assert loads == {near[0].account_id: 2, near[1].account_id: 2}


def test_an_officer_of_elsewhere_is_not_assigned(tenant: TenantWorld) -> None:
    here, elsewhere = officer_of(tenant, 430104), officer_of(tenant, 430102)
    membership = in_group(tenant, ready_seeker(tenant).id)
    reviewer = tenant.account(Role.REVIEWER).id
    for unfit in (elsewhere.account_id, reviewer):
        with pytest.raises(OfficerUnfit), tenant.as_officer() as work:
            assign_officer(work, membership.id, unfit)
    with tenant.as_officer() as work:
        changed = assign_officer(work, membership.id, here.account_id)
    assert changed.officer_account_id == here.account_id
    with pytest.raises(MembershipNotFound), begin(elsewhere) as work:
        end_membership(work, membership.id, EndedReason.EMPLOYED)


def test_the_list_is_masked_counted_and_one_audited_act(tenant: TenantWorld) -> None:
    people = [ready_seeker(tenant) for _ in range(3)]
    for seeker in people:
        in_group(tenant, seeker.id)
    with tenant.as_officer() as work:
        page = list_group(work, DIFFICULT, place_code=430104, limit=2)
        rest = list_group(work, DIFFICULT, before=page.next_before, limit=2)
        counts = count_by_group(work)
    assert page.total == 3
    assert [len(page.lines), len(rest.lines), rest.next_before] == [2, 1, None]
    assert {line.surname_masked for line in page.lines} == {"张**"}
    assert page.lines[0].wants == ("缝纫工", "保洁员")
    assert (counts[DIFFICULT], counts[DISABLED]) == (3, 0)
    with tenant.as_administrator() as work:
        listed = [e.details for e in list_entries(work, object_type="group")]
    assert listed == [
        {"group": "employment_difficulty", "names": 1},
        {"group": "employment_difficulty", "names": 2},
    ]


def test_lists_end_at_the_territory_and_leave_out_who_closed(tenant: TenantWorld) -> None:
    seeker, gone = ready_seeker(tenant), ready_seeker(tenant)
    for person in (seeker, gone):
        in_group(tenant, person.id)
    with tenant.as_seeker(gone.id) as work:
        close(work)
    with begin(officer_of(tenant, 430102)) as work:
        assert list_group(work, DIFFICULT).total == 0
    with begin(officer_of(tenant, 430104)) as work:
        assert [line.seeker_id for line in list_group(work, DIFFICULT).lines] == [seeker.id]
    with pytest.raises(NotAllowed), begin(Actor.anonymous(tenant.code)) as work:
        list_group(work, DIFFICULT)


def test_a_register_twice_adds_nobody_twice(tenant: TenantWorld) -> None:
    officers = officer_of(tenant, 430102), officer_of(tenant, 430102)
    with tenant.as_system() as work:
        ids = [o.seeker_id or 0 for o in add_seekers(work, "r", [row(str(n)) for n in range(6)])]
        rows = [
            GroupRow(seeker_id, DIFFICULT, Source.OFFICIAL_REGISTER, "就业困难人员实名库", today())
            for seeker_id in ids
        ]
        assert [add_memberships(work, rows), add_memberships(work, rows)] == [6, 0]
        assert caseloads(work) == {officer.account_id: 3 for officer in officers}
    assert holding(tenant, ids[0]) == (DIFFICULT,)
