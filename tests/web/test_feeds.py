"""Feeds of searches and what search engines are told, read as their specifications say."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from marketplace.postings import (
    PUBLIC_DATA_CC0,
    open_pages,
    open_ranges,
    pause_posting,
    resume_posting,
    withdraw_posting,
)
from runtime.settings import reset_settings
from tenants.settings import change_setting
from tests.make.postings import draft_posting, published_posting, submitted_posting
from tests.world import TenantWorld

A = "{http://www.w3.org/2005/Atom}"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ODD = '<b>缝纫工</b> & "甲" ]]>'
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed_of(client: FlaskClient, tenant: TenantWorld, query: str = "") -> ET.Element:
    """Read a feed and hold it to RFC 4287, as a validator does."""
    answer = client.get(f"/jobs.atom?area={tenant.code}&{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)  # noqa: S314 - our own answer
    assert feed.tag == f"{A}feed"
    for item in (feed, *feed.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):  # exactly one of each: 4.1.1, 4.1.2
            (found,) = item.findall(f"{A}{name}")
            assert found.text
        assert RFC_3339.fullmatch(item.findtext(f"{A}updated", ""))
        assert item.findtext(f"{A}id", "").startswith("tag:localhost,2026:")
        assert item.findtext(f"{A}author/{A}name")
        links = {link.get("rel"): link.get("href", "") for link in item.findall(f"{A}link")}
        assert all(urlsplit(address).scheme == "http" for address in links.values())
        assert "alternate" in links
    ids = [item.findtext(f"{A}id") for item in feed.findall(f"{A}entry")]
    assert len(set(ids)) == len(ids)
    return feed


def titles(feed: ET.Element) -> list[str]:
    return [item.findtext(f"{A}title", "").partition("，")[0] for item in feed.findall(f"{A}entry")]


def test_a_feed_holds_what_the_search_finds_newest_first(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    published_posting(tenant, title="缝纫工甲")
    published_posting(tenant, title="电工乙", occupation_code="6-31-01-03")
    published_posting(tenant, title="缝纫工丙")
    submitted_posting(tenant, title="缝纫工（待审）")
    published_posting(other_tenant, title="缝纫工丁")
    tenant.index()
    other_tenant.index()
    assert titles(feed_of(client, tenant, "q=缝纫工")) == ["缝纫工丙", "缝纫工甲"]
    assert titles(feed_of(client, tenant)) == ["缝纫工丙", "电工乙", "缝纫工甲"]
    assert titles(feed_of(client, tenant, "pay_from=8000")) == []
    assert "缝纫工丁" in titles(feed_of(client, tenant, "q=缝纫工&everywhere=yes"))


def test_ids_stay_and_updated_tells_of_changes(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    tenant.index()
    first = feed_of(client, tenant, "q=缝纫工&pay_from=5000")
    again = feed_of(client, tenant, "pay_from=5000&sort=nearest&page=1&q=缝纫工&within_km=")
    assert first.findtext(f"{A}id") == again.findtext(f"{A}id")
    assert first.findtext(f"{A}id") != feed_of(client, tenant, "q=缝纫").findtext(f"{A}id")
    for verb in (pause_posting, resume_posting):
        with tenant.as_recruiter() as work:
            verb(work, posting.id)
    tenant.index()
    later = feed_of(client, tenant, "q=缝纫工&pay_from=5000")
    entry, before = later.find(f"{A}entry"), first.find(f"{A}entry")
    assert entry is not None
    assert before is not None
    assert entry.findtext(f"{A}id") == before.findtext(f"{A}id")
    at, was = (datetime.fromisoformat(x.findtext(f"{A}updated", "")) for x in (entry, before))
    assert at >= was
    assert later.findtext(f"{A}updated") == entry.findtext(f"{A}updated")


def test_a_reader_that_has_it_already_is_told_so(client: FlaskClient, tenant: TenantWorld) -> None:
    published_posting(tenant)
    tenant.index()
    address = f"/jobs.atom?area={tenant.code}"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    published_posting(tenant)
    tenant.index()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_whatever_a_text_holds_the_feed_is_well_formed(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    published_posting(
        tenant, title='<b>缝纫工</b> & "甲" ]]>', duties="操作平缝机\x0b缝制\ufffe工作服。"
    )
    tenant.index()
    (title,) = titles(feed_of(client, tenant))
    assert title == ODD


def test_the_list_names_its_feed(client: FlaskClient, tenant: TenantWorld) -> None:
    published_posting(tenant)
    tenant.index()
    client.set_cookie("pes_area", str(tenant.code))
    page = client.get("/jobs?q=缝纫工&page=1&place=").text
    (address,) = re.findall(r'type="application/atom\+xml" title="最新岗位" href="([^"]+)"', page)
    address = address.replace("&amp;", "&")
    client.delete_cookie("pes_area")
    feed = ET.fromstring(client.get(address).data)  # noqa: S314 - our own answer
    assert titles(feed) == ["缝纫工"]
    assert "page" not in address
    assert "application/atom+xml" not in client.get("/").text


def test_rights_are_said_where_the_tenant_gives_them(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    assert feed_of(client, tenant).find(f"{A}rights") is None
    with tenant.as_administrator() as work:
        change_setting(work, PUBLIC_DATA_CC0, "true")
    assert "publicdomain/zero/1.0" in feed_of(client, tenant).findtext(f"{A}rights", "")


@pytest.mark.parametrize("query", ["area=1", f"area={10**30}", "area=x&page=0", "within_km=-3"])
def test_odd_addresses(client: FlaskClient, tenant: TenantWorld, query: str) -> None:
    assert client.get(f"/jobs.atom?{query}").status_code in {404, 422}


def test_without_the_index_there_is_no_feed_rather_than_a_wrong_one(
    client: FlaskClient, tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PES_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    reset_settings()
    try:
        assert client.get(f"/jobs.atom?area={tenant.code}").status_code == 503
    finally:
        monkeypatch.undo()
        reset_settings()


def test_robots_find_the_sitemap_and_keep_out(client: FlaskClient, tenant: TenantWorld) -> None:
    text = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml\n" in text
    assert "Disallow: /me\n" in text
    assert "Disallow: /jobs" not in text


def locations(client: FlaskClient, address: str) -> dict[str, str]:
    """Return addresses with their last change, of a sitemap or of an index of them."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/xml"
    root = ET.fromstring(answer.data)  # noqa: S314 - our own answer
    assert root.tag in {f"{S}urlset", f"{S}sitemapindex"}
    return {item.findtext(f"{S}loc", ""): item.findtext(f"{S}lastmod", "") for item in root}


def test_the_sitemap_leads_to_every_open_job_and_no_other(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    shown, foreign = published_posting(tenant), published_posting(other_tenant)
    closed, draft = published_posting(tenant), draft_posting(tenant)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, closed.id)
    parts = locations(client, "/sitemap.xml")
    jobs: dict[str, str] = {}
    for part in parts:
        found = locations(client, part.removeprefix("http://localhost"))
        assert len(found) <= 50_000
        jobs |= found
    assert {f"http://localhost/jobs/{each.id}" for each in (shown, foreign)} <= set(jobs)
    assert not {f"http://localhost/jobs/{each.id}" for each in (closed, draft)} & set(jobs)
    assert RFC_3339.fullmatch(jobs[f"http://localhost/jobs/{shown.id}"])
    assert "http://localhost/jobs" in jobs
    for address in jobs:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address


def test_a_part_without_open_jobs_is_not_there(client: FlaskClient, tenant: TenantWorld) -> None:
    assert client.get("/sitemap-jobs-99999.xml").status_code == 404
    assert client.get(f"/sitemap-jobs-{10**30}.xml").status_code == 404


def test_ranges_cover_all_ids_and_none_twice(tenant: TenantWorld) -> None:
    ids = {published_posting(tenant).id for _ in range(7)}
    with tenant.as_system() as work:
        ranges = open_ranges(work, 3)
        pages = [page for each in ranges for page in open_pages(work, each.number, 3)]
    found = [page.posting_id for page in pages]
    assert len(found) == len(set(found))
    assert ids <= set(found)
