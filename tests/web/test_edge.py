"""Forms come back filled; refusals become pages, fragments, problem documents."""

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from tests.web.conftest import Trial, fields_of, sign_in
from tests.world import TenantWorld
from web.app import trust_proxies
from web.edge import safe_address

HTMX = {"HX-Request": "true"}


def test_a_good_form_acts_once_and_redirects(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "缝纫工", "pay_low": "5000"}
    answer = client.post("/trial", data=form)
    assert (answer.status_code, answer.location) == (303, "/trial")
    assert [(one.title, one.pay_low) for one in trial.saved] == [("缝纫工", 500_000)]
    assert "存好了" in client.get("/trial").text
    assert "存好了" not in client.get("/trial").text


def test_a_refused_form_comes_back_filled(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {
        **fields_of(client, "/trial"), "title": "非常非常长的职位名称写不下", "pay_low": "五千",
        "from_on_year": "2026", "from_on_month": "13", "from_on_day": "1",
    }  # fmt: skip
    answer = client.post("/trial", data=form)
    assert answer.status_code == 422
    for text in (
        "<title>错误：试页", 'value="非常非常长的职位名称写不下"', 'value="五千"', 'value="13"',
        'href="#title"', 'href="#pay"', 'href="#from_on"', "金额只填数字，例如 5000。",
        'aria-invalid="true"', "有 3 处需要您改一下",
    ):  # fmt: skip
        assert text in answer.text
    assert trial.saved == []


def test_htmx_gets_the_refused_form_too(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    answer = client.post("/trial", data=fields_of(client, "/trial"), headers=HTMX)
    assert answer.status_code == 422
    assert "请填写职位名称。" in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_a_picker_button_fills_without_acting(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {
        **fields_of(client, "/trial"), "place_code_county": "430104", "job_words": "叉车",
        "_assist": "job",
    }  # fmt: skip
    answer = client.post("/trial", data=form)
    assert answer.status_code == 200
    assert "叉车" in answer.text.split('id="job-list"')[1]
    assert '<option value="430104" selected>岳麓区</option>' in answer.text
    assert "请填写" not in answer.text
    assert trial.saved == []


def test_refusals_about_the_form_stay_on_its_page(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    for refuse, status in (("invalid", 422), ("state", 409), ("many", 429)):
        trial.refuse = refuse
        answer = client.post("/trial", data={**fields_of(client, "/trial"), "title": "我写的"})
        assert answer.status_code == status
        assert 'value="我写的"' in answer.text
        assert 'class="errors"' in answer.text


def test_a_stale_edit_shows_both_texts(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    trial.refuse = "stale"
    answer = client.post("/trial", data={**fields_of(client, "/trial"), "title": "我写的"})
    assert answer.status_code == 409
    assert 'value="我写的"' in answer.text
    assert "原来的</div>" in answer.text


def test_other_refusals_have_pages_that_help(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    for refuse, status in (("forbidden", 403), ("missing", 404), ("away", 503)):
        trial.refuse = refuse
        form = {**fields_of(client, "/trial"), "title": "我写的"}
        answer = client.post("/trial", data=form)
        assert answer.status_code == status
        assert "12333" in answer.text
        fragment = client.post("/trial", data=form, headers=HTMX)
        assert fragment.status_code == status
        assert fragment.headers["HX-Retarget"] == "#pes-notices"
        assert "<html" not in fragment.text


def test_when_a_server_is_away_the_form_is_kept_to_try_again(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    trial.refuse = "away"
    form = {**fields_of(client, "/trial"), "title": "我写的\n两行"}
    answer = client.post("/trial", data=form)
    assert "再试一次" in answer.text
    assert "我写的\n两行</textarea>" in answer.text
    trial.refuse = ""
    assert client.post("/trial", data=form).status_code == 303
    assert len(trial.saved) == 1


def test_unknown_pages(client: FlaskClient) -> None:
    page = client.get("/没有")
    assert page.status_code == 404
    assert "没有找到这个页面" in page.text
    problem = client.get("/api/v1/nothing")
    assert problem.content_type == "application/problem+json"
    assert problem.json is not None
    assert problem.json["status"] == 404
    assert client.put("/login").status_code in {403, 405}


def test_only_addresses_of_this_site_are_followed(client: FlaskClient) -> None:
    with client.application.test_request_context("/", base_url="http://pes.test"):
        assert safe_address("/jobs?q=a") == "/jobs?q=a"
        assert safe_address("http://pes.test/jobs") == "/jobs"
        for bad in ("http://evil.test/", "//evil.test", "/\\evil.test", "javascript:1", "jobs"):
            assert safe_address(bad) == ""


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.9"), (1, "203.0.113.7")])
def test_an_address_is_taken_from_our_own_proxy_alone(proxies: int, seen: str) -> None:
    app = Flask("behind")
    app.add_url_rule("/who", "who", lambda: request.remote_addr or "")
    trust_proxies(app, proxies)
    told = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    answer = app.test_client().get("/who", headers=told, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert answer.text == seen


def test_statements_are_counted(client: FlaskClient) -> None:
    assert client.get("/budget").headers["X-Query-Count"] == "3"
