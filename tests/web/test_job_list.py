"""The job list: chips, counts, pages, ways out of an empty list, odd addresses."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.client import client as index
from search.execution import View
from tests.make.many import published_postings
from tests.make.postings import published_posting
from tests.world import TenantWorld
from web import job_list

ODD = (
    "",
    "长" * 10_000,
    "，。！？、；：",
    "' OR 1=1; DROP TABLE posting; --",
    'title:(焊工 AND NOT "电焊") OR [1 TO *] /re.*/ ~5 ^2 \\',
    "\u202eمطلوب عامل\u202c",
    "👷‍♀️🔧",
    "工资 8000-6000",
    "-5000元 焊工",
    "亚特兰蒂斯市 焊工",
    "长沙 株洲 焊工",
    "包住 不包住 焊工",
    "\x00\x07焊工",
    "()[]{}*?:\\/",
)
ADDRESSES = (
    "page=10000",
    "page=2147483647",
    "pay_from=-3",
    "pay_from=0",
    "place=999999",
    "place=0",
    "occupation=9-99-99-99",
    "occupation=*",
    "benefit=nothing",
    "within_km=500&everywhere=yes",
    "after=nonsense",
    "after=" + "A" * 4000,
    "sort=nearest&everywhere=yes",
    "without=dust&without=dust&benefit=meals&benefit=lodging",
)


@pytest.fixture
def visitor(client: FlaskClient, tenant: TenantWorld) -> FlaskClient:
    client.set_cookie("pes_area", str(tenant.code))
    return client


def seen(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.text, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.select(".card__title")]


def link(page: BeautifulSoup, text: str) -> str:
    found = [a["href"] for a in page.select("#results a") if text in a.get_text()]
    assert found, f"{text}: {page.select_one('#results').get_text(' ', strip=True)[:300]}"
    return found[0]


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_any_words_are_answered(visitor: FlaskClient, tenant: TenantWorld, words: str) -> None:
    for path in ("/jobs", "/api/v1/jobs"):
        answer = visitor.get(path, query_string={"q": words[:5000]})
        assert answer.status_code in {200, 422}, (path, words)
    assert visitor.get("/jobs", query_string={"q": words[:5000]}).status_code == 200


@pytest.mark.parametrize("query", ADDRESSES)
def test_any_address_is_answered(visitor: FlaskClient, tenant: TenantWorld, query: str) -> None:
    published_posting(tenant)
    tenant.index()
    for words in ("", "q=缝纫工&"):
        assert visitor.get(f"/jobs?{words}{query}").status_code == 200


def test_chips_say_what_was_understood_and_come_off(
    visitor: FlaskClient, tenant: TenantWorld
) -> None:
    published_posting(tenant, conditions=("rotating_shift",))
    tenant.index()
    page = seen(visitor, "/jobs?q=长沙 缝纫工 6000以上 不要倒班&sort=newest&page=2")
    chips = [each.get_text() for each in page.select('[aria-label="对搜索词的理解"] a')]
    assert [c.split("，")[0] for c in chips] == [
        "地点：长沙",
        "工种：缝纫工",
        "薪酬：6000以上",
        "排除：不要倒班",
    ]
    without = parse_qs(urlsplit(link(page, "排除：")).query)
    assert without == {"q": ["长沙 缝纫工 6000以上"], "sort": ["newest"]}


def test_an_empty_list_says_what_to_give_up(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_posting(tenant, conditions=("rotating_shift",))
    tenant.index()
    page = seen(visitor, "/jobs?q=缝纫工&without=rotating_shift&sort=newest")
    assert titles(page) == []
    way = link(page, "去掉“不要倒班”")
    assert "有 1 个岗位" in page.select_one("#results").get_text()
    assert titles(seen(visitor, way)) == ["缝纫工"]


def test_the_counts_beside_choices_are_those_of_their_lists(
    visitor: FlaskClient, tenant: TenantWorld
) -> None:
    published_postings(tenant, 12)
    published_posting(tenant, pay_text="9000-9500元/月", conditions=("dust",))
    tenant.index()
    page = seen(visitor, "/jobs?pay_from=6000&sort=newest")
    checked = 0
    for choice in page.select(".facets .choice"):
        count, field = choice.select_one(".facet__count"), choice.input
        if count is None:
            continue
        query = f"pay_from=6000&{field['name']}={field['value']}"
        if field["name"] == "pay_from":
            query = f"pay_from={field['value']}"
        there = seen(visitor, f"/jobs?sort=newest&{query}").select_one("#results [role=status]")
        number = int(re.search(r"\d+", there.get_text())[0]) if there else 0
        assert int(count.get_text()) == number, query
        checked += 1
    assert checked > 10


def test_htmx_gets_the_list_and_the_counts(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_postings(tenant, 3)
    tenant.index()
    answer = visitor.get("/jobs?pay_from=6000", headers={"HX-Request": "true"})
    part = BeautifulSoup(answer.text, "html.parser")
    assert part.select_one("html, form") is None
    whole = seen(visitor, "/jobs?pay_from=6000")
    oob = {each["id"]: each.get_text() for each in part.select(".facet__count[hx-swap-oob]")}
    beside = {each["id"]: each.get_text() for each in whole.select(".facet__count")}
    assert oob == beside
    assert len(oob) > 10
    assert not whole.select("[hx-swap-oob]")


def test_page_after_page_each_job_once(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_postings(tenant, 65)
    tenant.index()
    page, shown, numbers = seen(visitor, "/jobs?sort=newest"), [], []
    while True:
        shown += titles(page)
        numbers += [each.get_text() for each in page.select(".pages [aria-current]")]
        onward = page.select_one('.pages [rel="next"]')
        if onward is None:
            break
        page = seen(visitor, onward["href"])
    assert len(shown) == len(set(shown)) == 65
    assert numbers == [f"第 {number} 页" for number in (1, 2, 3, 4)]
    back = seen(visitor, page.select_one('.pages [rel="prev"]')["href"])
    assert titles(back) == shown[40:60]


def test_a_list_left_too_long_begins_again(
    visitor: FlaskClient, tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_postings(tenant, 65)
    tenant.index()
    views: list[View] = []
    onward = seen(visitor, "/jobs?sort=newest").select_one('[rel="next"]')["href"]
    place = job_list.opened

    def remembered(*args):
        found = place(*args)
        views.append(found)
        return found

    monkeypatch.setattr(job_list, "opened", remembered)
    third = seen(visitor, onward).select_one('[rel="next"]')["href"]
    seen(visitor, third)
    index().close_point_in_time(id=views[-1].view)
    page = seen(visitor, third)
    assert "已经失效" in page.select_one("#results").get_text()
    assert len(titles(page)) == 20


def test_a_place_in_a_list_cannot_be_made_up(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_postings(tenant, 25)
    tenant.index()
    onward = seen(visitor, "/jobs?sort=newest").select_one('[rel="next"]')["href"]
    other = seen(visitor, onward.replace("sort=newest", "sort=pay"))
    assert "已经失效" in other.select_one("#results").get_text()


def test_the_same_job_twice_is_shown_once(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_posting(tenant)
    published_posting(tenant, duties="操作平缝机缝制工作服，按工序单完成当日数量。三号车间。")
    tenant.index()
    page = seen(visitor, "/jobs?q=缝纫工")
    assert titles(page) == ["缝纫工"]
    assert "另有 1 个相同岗位" in page.get_text()
    assert "找到 2 个岗位" in page.get_text()


def test_words_are_marked_and_nothing_else_gets_in(
    visitor: FlaskClient, tenant: TenantWorld
) -> None:
    published_posting(
        tenant, duties="操作<b>平缝机</b>缝制工作服，按工序单完成，<script>1</script>"
    )
    tenant.index()
    html = visitor.get("/jobs?q=平缝机 <script>").text
    assert "<mark>平缝机</mark>" in html
    assert "<script>1" not in html
    assert 'value="平缝机 <script>"' in unescape(html)
