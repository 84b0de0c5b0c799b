"""From draft to publication."""

from datetime import timedelta

import pytest

from marketplace.postings import (
    EmployerNotVerified,
    PostingNotFound,
    PostingNotPending,
    PostingNotReady,
    PostingStatus,
    ReviewNoteMissing,
    StalePosting,
    approve_posting,
    close_due_postings,
    create_posting,
    edit_posting,
    load_published,
    pause_posting,
    resume_posting,
    return_posting,
    review_queue,
    submit_posting,
    withdraw_posting,
)
from runtime.clock import frozen, now, today
from runtime.errors import Invalid, NotAllowed
from tenants.outbox import Consumer, claim
from tests.make.employers import registered_employer
from tests.make.postings import content, draft_posting, published_posting, submitted_posting
from tests.world import TenantWorld


def public_ids(world: TenantWorld, *posting_ids: int) -> list[int]:
    with world.as_system() as work:
        return [row.posting_id for row in load_published(work, posting_ids)]


def test_only_reviewers_approve(tenant: TenantWorld) -> None:
    posting = submitted_posting(tenant)

    with pytest.raises(NotAllowed), tenant.as_recruiter() as work:
        approve_posting(work, posting.id)
    assert public_ids(tenant, posting.id) == []

    with tenant.as_reviewer() as work:
        approve_posting(work, posting.id)
    assert public_ids(tenant, posting.id) == [posting.id]


def test_approving_twice_publishes_once(tenant: TenantWorld) -> None:
    posting = submitted_posting(tenant)
    for _ in range(2):
        with tenant.as_reviewer() as work:
            approve_posting(work, posting.id)

    with tenant.as_system() as work:
        events = claim(work, Consumer.RECOMMEND, 10)
    assert [event.payload for event in events] == [{"posting_id": posting.id}]


def test_every_tenant_reads_a_published_posting_and_only_its_own_writes(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    posting = published_posting(tenant)

    assert public_ids(other_tenant, posting.id) == [posting.id]
    with pytest.raises(PostingNotFound), other_tenant.as_reviewer() as work:
        return_posting(work, posting.id, note="请补充")


def test_an_unverified_employer_waits(tenant: TenantWorld) -> None:
    employer = registered_employer(tenant, "未核验的厂")
    with tenant.as_recruiter(employer.id) as work:
        posting = create_posting(work, employer.id, content())
        submit_posting(work, posting.id)

    with pytest.raises(EmployerNotVerified), tenant.as_reviewer() as work:
        approve_posting(work, posting.id)


def test_returned_with_words_and_submitted_again(tenant: TenantWorld) -> None:
    posting = submitted_posting(tenant)
    with pytest.raises(ReviewNoteMissing), tenant.as_reviewer() as work:
        return_posting(work, posting.id, note=" ")
    with tenant.as_reviewer() as work:
        return_posting(work, posting.id, note="请写明班次。")
    with pytest.raises(PostingNotPending), tenant.as_reviewer() as work:
        approve_posting(work, posting.id)

    with tenant.as_recruiter() as work:
        assert submit_posting(work, posting.id).status is PostingStatus.SUBMITTED


def test_the_queue_shows_what_is_due_first(tenant: TenantWorld) -> None:
    second = submitted_posting(tenant, title="第二份")
    with frozen(now() - timedelta(days=14)):
        first = submitted_posting(tenant, title="第一份", valid_to=today() + timedelta(days=90))

    with tenant.as_reviewer() as work:
        queue = review_queue(work)
    assert [item.posting.id for item in queue] == [first.id, second.id]
    assert queue[0].overdue
    assert queue[1].days_left == 3


def test_an_edited_public_posting_is_reviewed_again(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        edited = edit_posting(
            work, posting.id, content(pay_text="6000-8000元/月"), version=posting.version
        )
    assert edited.status is PostingStatus.SUBMITTED
    assert public_ids(tenant, posting.id) == []


def test_saving_without_a_change_keeps_it_public(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        edit_posting(work, posting.id, content(), version=posting.version)
    assert public_ids(tenant, posting.id) == [posting.id]


def test_two_windows_editing_one_posting(tenant: TenantWorld) -> None:
    posting = draft_posting(tenant)
    with tenant.as_recruiter() as work:
        edit_posting(work, posting.id, content(title="先保存的"), version=posting.version)

    with pytest.raises(StalePosting), tenant.as_recruiter() as work:
        edit_posting(work, posting.id, content(title="后保存的"), version=posting.version)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duties": ""}, "missing_duties"),
        ({"pay_text": ""}, "missing_pay_text"),
        ({"pay_text": "看着给"}, "pay_unparsed"),
        ({"place_code": None}, "missing_place_code"),
        ({"openings": None}, "missing_openings"),
        ({"openings": 0}, "openings_odd"),
        ({"valid_to": None}, "missing_valid_to"),
        ({"valid_to": today() - timedelta(days=1)}, "validity"),
        ({"requirements": "男性，35岁以下。"}, "unlawful_sex"),
    ],
)
def test_what_is_missing_or_unlawful_blocks(
    tenant: TenantWorld, changes: dict[str, object], code: str
) -> None:
    posting = draft_posting(tenant, **changes)
    with pytest.raises(PostingNotReady) as refused, tenant.as_recruiter() as work:
        submit_posting(work, posting.id)
    assert code in [finding.code for finding in refused.value.findings]


@pytest.mark.parametrize("changes", [{"place_code": 999999}, {"occupation_code": "9-99"}])
def test_codes_that_do_not_exist_are_refused(
    tenant: TenantWorld, changes: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused, tenant.as_recruiter() as work:
        create_posting(work, tenant.employer_id, content(**changes))
    assert refused.value.field in changes


def test_an_unlawful_condition_is_named_at_its_place(tenant: TenantWorld) -> None:
    text = "身体健康，限男性，35岁以下，吃苦耐劳。"
    posting = draft_posting(tenant, requirements=text)
    with pytest.raises(PostingNotReady) as refused, tenant.as_recruiter() as work:
        submit_posting(work, posting.id)

    found = {finding.code: finding for finding in refused.value.findings}
    sex, age = found["unlawful_sex"], found["unlawful_age"]
    assert "男" in text[sex.start : sex.end]
    assert "35岁" in text[age.start : age.end]
    assert sex.rule
    assert age.rule


def test_a_lawful_ground_lifts_the_block(tenant: TenantWorld) -> None:
    posting = draft_posting(tenant, requirements="限女性。")
    with tenant.as_recruiter() as work:
        edit_posting(
            work,
            posting.id,
            content(requirements="限女性。"),
            version=posting.version,
            lawful_ground="女子监区看护岗位，《监狱法》要求同性别工作人员。",
        )
        assert submit_posting(work, posting.id).status is PostingStatus.SUBMITTED


@pytest.mark.parametrize(
    ("requirements", "ground", "fields"),
    [
        ("限女性。", "工作需要", {"requirements", "lawful_ground"}),
        ("限女性。", "《法》", {"requirements", "lawful_ground"}),
        ("仅限本地户籍。", "《监狱法》要求同性别工作人员。", {"requirements"}),
        ("限汉族。", "《监狱法》要求同性别工作人员。", {"requirements"}),
        ("要求未婚。", "《监狱法》要求同性别工作人员。", {"requirements"}),
    ],
)
def test_a_ground_names_a_law_and_lifts_only_what_a_law_can_require(
    tenant: TenantWorld, requirements: str, ground: str, fields: set[str]
) -> None:
    with tenant.as_recruiter() as work:
        posting = create_posting(
            work, tenant.employer_id, content(requirements=requirements), lawful_ground=ground
        )
    with pytest.raises(PostingNotReady) as refused, tenant.as_recruiter() as work:
        submit_posting(work, posting.id)
    assert {finding.field for finding in refused.value.findings} == fields


def test_paused_resumed_withdrawn(tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        pause_posting(work, posting.id)
    assert public_ids(tenant, posting.id) == []
    with tenant.as_recruiter() as work:
        resume_posting(work, posting.id)
    assert public_ids(tenant, posting.id) == [posting.id]
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)
    assert public_ids(tenant, posting.id) == []


def test_expired_the_day_after_its_last(tenant: TenantWorld) -> None:
    posting = published_posting(tenant, valid_to=today() + timedelta(days=5))
    with frozen(now() + timedelta(days=5)), tenant.as_system() as work:
        assert close_due_postings(work) == 0
    with frozen(now() + timedelta(days=6)), tenant.as_system() as work:
        assert close_due_postings(work) == 1
    assert public_ids(tenant, posting.id) == []
