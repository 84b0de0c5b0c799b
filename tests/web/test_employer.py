"""The employer's pages, from registration to the person behind a card."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace.applications import mark_hired
from marketplace.postings import approve_posting
from runtime.clock import frozen, now, today
from tenants.access import Role
from tenants.accounts import add_membership
from tests.make.applications import accepted, applied
from tests.make.employers import credit_code
from tests.make.postings import published_posting, submitted_posting
from tests.make.seekers import ready_seeker
from tests.web.conftest import fields_of, sign_in
from tests.world import TenantWorld


def recruiter(client: FlaskClient, tenant: TenantWorld) -> int:
    """Sign in as the recruiter of the tenant's employer."""
    employer_id = tenant.employer_id
    sign_in(client, tenant, Role.RECRUITER)
    return employer_id


def posting_form(client: FlaskClient, **changes: str) -> dict[str, str]:
    form = {
        **fields_of(client, "/employer/postings/new"),
        "title": "缝纫工",
        "duties": "操作平缝机缝制工作服，按工序单完成当日数量。",
        "pay_text": "5000-7000元/月",
        "openings": "５",
        "place_code_county": "430104",
        "valid_to_year": str(today().year + (today().month > 10)),
        "valid_to_month": str((today().month + 1) % 12 + 1),
        "valid_to_day": "5",
        "action": "submit",
    }
    return form | changes


def test_a_posting_is_written_and_handed_in(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    made = client.post("/employer/postings/new", data=posting_form(client))
    assert made.status_code == 303, made.text
    page = client.get(made.headers["Location"]).text
    assert "待审核" in page
    assert "审核结果最晚" in page


def test_unlawful_conditions_come_back_at_their_fields_with_all_that_was_typed(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    form = posting_form(client, requirements="男性，35岁以下", pay_text="看着给")
    answer = client.post("/employer/postings/new", data=form)
    assert answer.status_code == 422
    assert "限定了性别" in answer.text
    assert "限定了年龄" in answer.text
    assert "没有看懂薪酬" in answer.text
    assert "操作平缝机缝制工作服" in answer.text
    assert "男性，35岁以下" in answer.text


def test_two_windows_editing_one_posting(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    posting = submitted_posting(tenant)
    address = f"/employer/postings/{posting.id}/edit"
    stale = posting_form(client, title="后保存的") | {"version": str(posting.version)}
    first = posting_form(client, title="先保存的") | {"version": str(posting.version)}
    assert client.post(address, data=first).status_code == 303
    answer = client.post(address, data=stale)
    assert answer.status_code == 409
    assert "后保存的" in answer.text
    assert "先保存的" in answer.text


def test_pay_is_understood_while_typed(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    part = client.get("/employer/pay?pay_text=3.5-6.5千/月", headers={"HX-Request": "true"}).text
    assert "3500–6500元/月" in part


@pytest.mark.parametrize("openings", ["0", "-1"])
def test_nobody_looks_for_less_than_one(
    client: FlaskClient, tenant: TenantWorld, openings: str
) -> None:
    recruiter(client, tenant)
    form = posting_form(client, openings=openings, action="draft")
    answer = client.post("/employer/postings/new", data=form)
    assert answer.status_code == 422
    assert "招聘人数不能小于 1。" in answer.text


def test_piece_pay_is_handed_in_with_a_warning(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    part = client.get("/employer/pay?pay_text=2元/件", headers={"HX-Request": "true"}).text
    assert "2元/件" in part
    for action, shown in (("draft", "薪酬是计件的"), ("submit", "待审核")):
        form = posting_form(client, pay_text="2元/件", action=action)
        made = client.post("/employer/postings/new", data=form)
        assert made.status_code == 303
        page = client.get(made.headers["Location"]).text
        assert shown in page
        assert "2元/件" in page
        assert "面议" not in page


def test_a_strangers_posting_is_not_found(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    foreign = published_posting(other_tenant)
    recruiter(client, tenant)
    for address in ("", "/edit", "/candidates", "/applicants"):
        assert client.get(f"/employer/postings/{foreign.id}{address}").status_code == 404


def test_an_employer_registers_itself(client: FlaskClient, tenant: TenantWorld) -> None:
    account = tenant.account(Role.SEEKER)
    with tenant.as_system() as work:
        add_membership(work, account.id, Role.SEEKER)
    sign_in(client, tenant, Role.SEEKER)
    form = {"name": "新湘食品厂", "credit_code": "91430100MA0000000X", "kind": "enterprise"}
    refused = client.post("/employer/register", data=fields_of(client, "/employer/register") | form)
    assert refused.status_code == 422
    assert "校验不通过" in refused.text
    form["credit_code"] = credit_code().lower()
    made = client.post("/employer/register", data=fields_of(client, "/employer/register") | form)
    assert made.status_code == 303
    assert "新湘食品厂" in client.get("/employer/").text


def test_an_employer_tells_whether_who_was_hired_is_still_there(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    seeker, posting = ready_seeker(tenant), published_posting(tenant)
    applied(tenant, seeker.id, posting.id)
    application = accepted(tenant, seeker.id, posting.id)
    with tenant.as_recruiter() as work:
        mark_hired(work, application.id)
    recruiter(client, tenant)
    address = f"/employer/postings/{posting.id}/applicants"
    page = client.get(address).text
    assert "仍在岗" not in page
    assert "已离职" in page

    with frozen(now() + timedelta(days=90)):
        recruiter(client, tenant)  # a session does not last that long
        page = client.get(address).text
        assert "仍在岗" in page
        keep = f"/employer/applications/{application.id}/keep"
        assert client.post(keep, data=fields_of(client, address)).status_code == 303
        page = client.get(address).text
    assert "稳定在岗" in page
    assert "看姓名和电话" in page


def test_moves(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    posting = submitted_posting(tenant)
    with tenant.as_reviewer() as work:
        approve_posting(work, posting.id)
    address = f"/employer/postings/{posting.id}"
    for act, shown in (("pause", "已暂停"), ("resume", "已发布"), ("withdraw", "已撤回")):
        assert client.post(f"{address}/{act}", data=fields_of(client, address)).status_code == 303
        assert shown in client.get(address).text


def test_form_and_content_faults_of_a_posting_are_shown_together(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    wrong = {
        "openings": "很多", "valid_to_month": "2", "valid_to_day": "30", "pay_text": "看着给",
        "place_code_county": "999999", "requirements": "限男性",
    }  # fmt: skip
    answer = client.post("/employer/postings/new", data=posting_form(client, **wrong))
    assert answer.status_code == 422
    for text in (
        "招聘人数只能填数字", "截止日期请写真实的", "没有看懂薪酬", "没有这个地点", "限定了性别",
    ):  # fmt: skip
        assert text in answer.text
    assert "请填写招聘人数" not in answer.text

    known = posting_form(client, **wrong | {"openings": "5", "valid_to_day": "3"})
    answer = client.post("/employer/postings/new", data=known)
    for text in ("没有看懂薪酬", "没有这个地点", "限定了性别"):
        assert text in answer.text


def test_every_finding_about_a_field_is_shown_at_the_field(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    duties = "操作平缝机缝制工作服。限男性，35岁以下，未婚。"
    answer = client.post("/employer/postings/new", data=posting_form(client, duties=duties))
    at_field = answer.text.partition('id="duties-error"')[2].partition("<textarea")[0]
    for text in ("限定了性别", "限定了年龄", "涉及婚姻生育"):
        assert text in at_field
