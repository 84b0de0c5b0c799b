"""Keeping a search from the list, hearing of what is new, and stopping it."""

import re

from flask import Flask
from flask.testing import FlaskClient

from marketplace.saved_searches import Frequency, SavedSearch, list_own_searches, stop_token
from marketplace.seekers import Seeker
from tenants.access import Role
from tests.make.postings import published_posting
from tests.make.saved_searches import kept_search, told_digest
from tests.make.seekers import ready_seeker
from tests.web.conftest import fields_of, sign_in, sign_in_as
from tests.world import TenantWorld

LIST = "/jobs?q=缝纫工&pay_from=5000&page=1&sort=newest&place="


def own(tenant: TenantWorld, person: Seeker) -> list[SavedSearch]:
    with tenant.as_seeker(person.id) as work:
        return list_own_searches(work)


def save_link(client: FlaskClient) -> str:
    (address,) = re.findall(r'<a href="(/me/searches/new[^"]*)">', client.get(LIST).text)
    return str(address).replace("&amp;", "&")


def test_a_search_is_kept_as_it_was_seen(client: FlaskClient, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    published_posting(tenant)
    tenant.index()
    sign_in_as(client, person)
    address = save_link(client)
    page = client.get(address).text
    assert "缝纫工" in page
    assert "5000" in page
    hidden = re.findall(r'name="search" value="([^"]*)"', page)[0].replace("&amp;", "&")
    form = {"search": hidden, "frequency": "weekly", **fields_of(client, address)}
    assert client.post("/me/searches/new", data=form).headers["Location"] == "/me/searches"
    (saved,) = own(tenant, person)
    assert saved.frequency is Frequency.WEEKLY
    assert saved.query == "pay_from=5000&q=%E7%BC%9D%E7%BA%AB%E5%B7%A5"
    assert saved.asked["choices"] == {"pay_from_fen": 500_000}
    listed = client.get("/me/searches").text
    assert "每周" in listed
    assert client.get(f"/jobs?{saved.query}").status_code == 200
    assert f'href="/jobs?{saved.query.replace("&", "&amp;")}"' in listed


def test_a_visitor_signs_in_first_and_comes_back(client: FlaskClient, tenant: TenantWorld) -> None:
    client.set_cookie("pes_area", str(tenant.code))
    published_posting(tenant)
    tenant.index()
    asked = client.get(save_link(client))
    assert asked.status_code == 303
    assert asked.headers["Location"].startswith("/login?next=/me/searches/new")


def test_staff_are_not_offered_to_keep_searches(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.REVIEWER)
    assert "/me/searches" not in client.get(LIST).text


def test_a_choice_that_is_missing_is_asked_for(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in_as(client, ready_seeker(tenant))
    address = "/me/searches/new?search=q%3D电工"
    refused = client.post(address, data={"search": "q=电工", **fields_of(client, address)})
    assert refused.status_code == 422
    assert 'value="q=电工"' in refused.text


def test_odd_searches_are_refused_in_words(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in_as(client, ready_seeker(tenant))
    for search in ("within_km=-3", "q=" + "x" * 3000):
        assert client.get("/me/searches/new", query_string={"search": search}).status_code == 422


def test_frequency_is_changed_and_searches_forgotten(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    person = ready_seeker(tenant)
    search_id = kept_search(tenant, person.id)
    sign_in_as(client, person)
    token = fields_of(client, "/me/searches")
    client.post(f"/me/searches/{search_id}/off", data=token)
    assert own(tenant, person)[0].frequency is Frequency.OFF
    client.post(f"/me/searches/{search_id}/delete", data=fields_of(client, "/me/searches"))
    assert own(tenant, person) == []
    assert "还没有保存过搜索" in client.get("/me/searches").text


def test_the_message_leads_to_the_new_jobs(client: FlaskClient, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    search_id = kept_search(tenant, person.id)
    posting = published_posting(tenant, title="缝纫工甲")
    digest_id = told_digest(tenant, person.id, search_id, posting.id)
    sign_in_as(client, person)
    inbox = client.get("/me/inbox").text
    assert "您保存的搜索有 1 个新岗位" in inbox
    (message,) = re.findall(r'action="(/me/inbox/\d+)"', inbox)
    opened = client.post(message, data=fields_of(client, "/me/inbox"))
    assert opened.headers["Location"] == f"/me/searches/digests/{digest_id}"
    assert "缝纫工甲" in client.get(opened.headers["Location"]).text


def test_the_link_stops_only_when_the_button_is_pressed(
    app: Flask, client: FlaskClient, tenant: TenantWorld
) -> None:
    person = ready_seeker(tenant)
    kept_search(tenant, person.id)
    address = f"/stop/{stop_token(tenant.code, person.id)}"
    for _ in range(2):
        assert "不再通知我" in client.get(address).text  # a scanner that opens links
    assert own(tenant, person)[0].frequency is Frequency.DAILY
    answer = client.post(address, data=fields_of(client, address))
    assert answer.status_code == 303
    assert own(tenant, person)[0].frequency is Frequency.OFF
    assert "已退订" in client.get("/").text


def test_a_made_up_link_stops_nobody(client: FlaskClient, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    kept_search(tenant, person.id)
    for token in (f"{tenant.code}-{person.id}-{'0' * 16}", "x", "1-2-3"):
        assert client.get(f"/stop/{token}").status_code == 404
        form = fields_of(client, "/login")
        assert client.post(f"/stop/{token}", data=form).status_code == 404
    assert own(tenant, person)[0].frequency is Frequency.DAILY
