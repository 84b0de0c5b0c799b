"""The page of one job for everyone: structured data, print form, and what follows its closing."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.postings import (
    Reserved,
    close_due_postings,
    edit_posting,
    mark_filled,
    pause_posting,
    resume_posting,
    return_posting,
    withdraw_posting,
)
from runtime.clock import frozen, now, today
from runtime.settings import reset_settings
from tenants.access import Role
from tests.make.postings import content, draft_posting, published_posting, submitted_posting
from tests.make.seekers import ready_seeker
from tests.web.conftest import sign_in, sign_in_as
from tests.world import TenantWorld

CHANGSHA_FURONG, ZHUZHOU_LUSONG = 430102, 430203


def structured(page: str) -> dict[str, Any]:
    """Return the structured data of a page, as a search engine reads it."""
    (found,) = re.findall(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL
    )
    data: dict[str, Any] = json.loads(found)
    return data


def test_required_and_recommended_fields(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(
        tenant,
        education_floor="college",
        experience_years=1.5,
        address="岳麓区麓谷大道 1 号",
        certificates=("电工证",),
    )
    data = structured(client.get(f"/jobs/{posting.id}").text)
    assert data["@context"] == "https://schema.org/"
    assert data["@type"] == "JobPosting"
    assert data["title"] == "缝纫工"
    assert data["description"].startswith("<p>操作平缝机缝制工作服")
    assert data["datePosted"] == today().isoformat()
    assert data["validThrough"] == f"{today() + timedelta(days=60)}T23:59:59+08:00"
    assert data["hiringOrganization"]["@type"] == "Organization"
    assert data["hiringOrganization"]["name"]
    assert data["identifier"] == {
        "@type": "PropertyValue",
        "name": f"试验{tenant.code}市",
        "value": str(posting.id),
    }
    assert data["jobLocation"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": "湖南省",
            "addressLocality": "长沙市",
            "streetAddress": "岳麓区麓谷大道 1 号",
        },
    }
    assert data["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "CNY",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": 5000,
            "maxValue": 7000,
            "unitText": "MONTH",
        },
    }
    assert data["totalJobOpenings"] == 5
    assert data["educationRequirements"]["credentialCategory"] == "associate degree"
    assert data["experienceRequirements"]["monthsOfExperience"] == 18
    assert data["qualifications"] == "电工证"
    assert "employmentType" not in data


@pytest.mark.parametrize(
    ("pay", "value"),
    [
        ("6000元/月", {"value": 6000}),
        ("200元/天", {"value": 4350}),
        ("12万/年", {"value": 10000}),
        ("5000元以上/月", {"minValue": 5000}),
        ("面议", None),
        ("2元/件", None),
    ],
)
def test_salary_is_yuan_a_month(
    client: FlaskClient, tenant: TenantWorld, pay: str, value: dict[str, float] | None
) -> None:
    data = structured(client.get(f"/jobs/{published_posting(tenant, pay_text=pay).id}").text)
    if value is None:
        assert "baseSalary" not in data
    else:
        amount = {"@type": "QuantitativeValue", **value, "unitText": "MONTH"}
        assert data["baseSalary"]["value"] == amount


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"title": "兼职会计"}, "PART_TIME"),
        ({"title": "电工", "reserved": Reserved.GRADUATE_INTERNSHIP}, "INTERN"),
        ({"title": "电工"}, None),
    ],
)
def test_employment_type_only_where_the_posting_says_it(
    client: FlaskClient, tenant: TenantWorld, changes: dict[str, Any], kind: str | None
) -> None:
    data = structured(client.get(f"/jobs/{published_posting(tenant, **changes).id}").text)
    assert data.get("employmentType") == kind


def test_texts_cannot_end_the_script(client: FlaskClient, tenant: TenantWorld) -> None:
    attack = '</script><script>alert(1)</script><!--"\u2028 & 缝纫'
    posting = published_posting(tenant, title=attack, duties=attack)
    page = client.get(f"/jobs/{posting.id}").text
    assert "<script>alert" not in page
    data = structured(page)
    assert data["title"] == attack
    assert "<script" not in data["description"]
    assert "&lt;script&gt;alert(1)" in data["description"]


def test_a_stable_address_and_a_sentence(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    page = client.get(f"/jobs/{posting.id}?from=feed").text
    assert f'<link rel="canonical" href="http://localhost/jobs/{posting.id}">' in page
    (sentence,) = re.findall(r'<meta name="description" content="([^"]*)">', page)
    assert "5000–7000元/月" in sentence
    assert "操作平缝机" in sentence
    assert len(sentence) <= 120


def test_the_notice_leads_to_the_page(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    page = client.get(f"/jobs/{posting.id}/print").text
    assert '<svg viewBox="0 0 ' in page
    assert f"http://localhost/jobs/{posting.id}</span>" in page
    assert "style=" not in page


CLOSE: dict[str, Callable[..., Any]] = {
    "withdrawn": withdraw_posting,
    "filled": mark_filled,
    "paused": pause_posting,
}


@pytest.mark.parametrize("how", sorted(CLOSE))
def test_a_closed_job_is_gone_and_leads_on(
    client: FlaskClient, tenant: TenantWorld, how: str
) -> None:
    closed = published_posting(tenant, title="裁剪缝纫工")
    same, near, other = (
        published_posting(tenant, title="缝纫工甲", place_code=ZHUZHOU_LUSONG),
        published_posting(tenant, title="缝纫工乙", place_code=CHANGSHA_FURONG),
        published_posting(tenant, title="电工丙", occupation_code="6-31-01-03"),
    )
    with tenant.as_recruiter() as work:
        CLOSE[how](work, closed.id)
    tenant.index()
    for address in (f"/jobs/{closed.id}", f"/jobs/{closed.id}/print"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "这个岗位已经停止招聘" in answer.text
        assert answer.text.index("缝纫工乙") < answer.text.index("缝纫工甲")
        assert "裁剪缝纫工" not in answer.text
        assert f'href="/jobs/{same.id}"' in answer.text
        assert f'href="/jobs/{near.id}"' in answer.text
        assert f'href="/jobs/{other.id}"' not in answer.text
        assert 'name="robots" content="noindex"' in answer.text


def test_at_most_six_similar_jobs_from_the_group_when_the_occupation_has_few(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    closed = published_posting(tenant)
    for number in range(8):
        published_posting(tenant, title=f"裁剪工{number}", occupation_code="6-05-01-01")
    with tenant.as_recruiter() as work:
        withdraw_posting(work, closed.id)
    tenant.index()
    assert len(set(re.findall(r'href="(/jobs/\d+)"', client.get(f"/jobs/{closed.id}").text))) == 6


def test_without_the_index_the_newest_of_the_occupation(
    client: FlaskClient, tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = published_posting(tenant)
    published_posting(tenant, title="缝纫工甲")
    published_posting(tenant, title="电工丙", occupation_code="6-31-01-03")
    with tenant.as_recruiter() as work:
        withdraw_posting(work, closed.id)
    monkeypatch.setenv("PES_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    reset_settings()
    try:
        answer = client.get(f"/jobs/{closed.id}")
    finally:
        monkeypatch.undo()
        reset_settings()
    assert answer.status_code == 410
    assert "缝纫工甲" in answer.text
    assert "电工丙" not in answer.text


def test_a_job_that_opens_again_has_its_page_again(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        pause_posting(work, posting.id)
    assert client.get(f"/jobs/{posting.id}").status_code == 410
    with tenant.as_recruiter() as work:
        resume_posting(work, posting.id)
    assert client.get(f"/jobs/{posting.id}").status_code == 200


def test_what_was_never_public_looks_like_what_never_existed(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    draft, waiting, returned, withdrawn = (
        draft_posting(tenant, title="秘密岗位"),
        submitted_posting(tenant, title="秘密岗位"),
        submitted_posting(tenant, title="秘密岗位"),
        submitted_posting(tenant, title="秘密岗位"),
    )
    with tenant.as_reviewer() as work:
        return_posting(work, returned.id, note="请写明班次。")
    with tenant.as_recruiter() as work:
        withdraw_posting(work, withdrawn.id)
    answers = set()
    for posting_id in (draft.id, waiting.id, returned.id, withdrawn.id, 2**40):
        for address in (f"/jobs/{posting_id}", f"/jobs/{posting_id}/print"):
            answer = client.get(address)
            assert "秘密岗位" not in answer.text
            main = answer.text.partition("<main")[2].partition("</main>")[0]
            answers.add((answer.status_code, main))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_a_job_in_review_again_shows_nothing_of_its_new_text(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        edit_posting(work, posting.id, content(title="改过的秘密"), version=posting.version)
    answer = client.get(f"/jobs/{posting.id}")
    assert answer.status_code == 410
    assert "改过的秘密" not in answer.text


def test_an_expired_job_is_gone(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(tenant, valid_to=today() + timedelta(days=1))
    with frozen(now() + timedelta(days=3)), tenant.as_system() as work:
        close_due_postings(work)
    assert client.get(f"/jobs/{posting.id}").status_code == 410


def test_a_closed_job_is_gone_for_those_signed_in_too(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    posting = published_posting(tenant)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)
    sign_in(client, tenant, Role.REVIEWER)
    assert client.get(f"/jobs/{posting.id}").status_code == 410


def test_a_person_whose_message_leads_to_a_closed_job_is_led_on(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    person, posting, hidden = ready_seeker(tenant), published_posting(tenant), draft_posting(tenant)
    published_posting(tenant, title="缝纫工甲")
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)
    tenant.index()
    sign_in_as(client, person)
    answer = client.get(f"/me/jobs/{posting.id}")
    assert answer.status_code == 410
    assert "缝纫工甲" in answer.text
    assert client.get(f"/me/jobs/{hidden.id}").status_code == 404


def test_ids_beyond_any_column_are_not_found(client: FlaskClient, tenant: TenantWorld) -> None:
    assert client.get(f"/jobs/{10**30}").status_code == 404
