"""A thousand searches of the pool tell nothing but what the cards of those who are shown tell.

The same searches are sent to two towns. In the first, people hide from the employer, share no
card, have paused, are in groups they tell nobody of, and wrote names and numbers into their
profiles; in the second there is none of it. Page for page both answer the same: so nothing that
differs between the towns can be learned, by one search or by comparing any number of them.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from language.education import Education
from marketplace import pool
from marketplace.groups import GROUP_LABELS
from tenants.access import Role
from tenants.sessions import sign_in
from tenants.settings import change_setting
from tests.make.crowd import PAPERS, PLACES, SKILLS, TRADES, Crowd, made_crowd
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker
from tests.world import PASSWORD, TenantWorld

SEED, SEARCHES, PEOPLE = 20261124, 1000, 45
PAGE = "/employer/candidates"
WORDS = (
    *(title for title, _ in TRADES), *SKILLS, *PAPERS, "司机", "做饭", "电工 焊接", "岳麓区 保洁",
    "残疾", "残疾人证", "退役军人", "女", "男，42岁", "土家族", "贫困", "135", "望月湖", "欧阳",
    "飞行员", "* OR 1=1", "seeker_id:1", "！", "1984", "想做的事",
)  # fmt: skip
CARD = re.compile(r'/employer/candidates/(\d+)[^/"]*">求职者')
ARTICLE = re.compile("<article.*?</article>", re.DOTALL)
TELLING = ("欧阳*", "司马*", "surname", "hidden_from", "tenant_id", *GROUP_LABELS.values())


@dataclass
class Town:
    """One tenant with its crowd, and a recruiter's key to its pages."""

    world: TenantWorld
    crowd: Crowd
    posting_id: int
    key: dict[str, str]

    def page(self, client: FlaskClient, asked: dict[str, str]) -> str:
        """Return the page of a search."""
        answer = client.get(f"{PAGE}?{urlencode(asked)}", headers=self.key)
        assert answer.status_code == 200, (asked, answer.status_code)
        return answer.text


def town(world: TenantWorld, *, guarded: bool) -> Town:
    """Make a town; its employer may look as often as it likes."""
    with world.as_administrator() as work:
        change_setting(work, pool.CARDS_A_DAY, 5000)
    posting = published_posting(world)
    crowd = made_crowd(world, SEED, PEOPLE, guarded=guarded, hide_from="湘江纺织试验厂")
    world.index()
    opened = sign_in(world.account(Role.RECRUITER).login, PASSWORD, "127.0.0.1")
    return Town(world, crowd, posting.id, {"Authorization": f"Bearer {opened.token}"})


def searches(draw: Random, count: int) -> Iterator[dict[str, str]]:
    """Yield searches; every other one differs from the one before in one condition."""
    fields = {
        "q": WORDS,
        "occupation": ("6-05", "6-31-01-03", "4", "9-99", *(code for _, code in TRADES)),
        "place": tuple(map(str, (*PLACES, 430100, 430381))),
        "education": tuple(Education),
        "years": ("1", "3", "5", "10"),
        "hours": ("full_time", "part_time", "flexible"),
        "skill": (*SKILLS, "女", "土家族"),
        "certificate": (*PAPERS, "残疾人证"),
        "within_km": ("5", "10", "20", "50", "7"),
        "subsidised": ("yes",),
        "nearest": ("yes",),
        "page": ("2", "3"),
    }
    asked: dict[str, str] = {}
    for number in range(count):
        if number % 2 == 0:
            names = draw.sample(sorted(fields), draw.choice((0, 1, 1, 2, 2, 3)))
            asked = {name: str(draw.choice(fields[name])) for name in names}
        else:
            name = draw.choice(sorted(fields))
            asked = {**asked, name: str(draw.choice(fields[name]))}
            if draw.random() < 0.3:
                del asked[name]
        yield dict(asked)


def plain(html: str, place: Town) -> str:
    """Return what a page says, with people named by their turn instead of their number."""
    turns = {seeker_id: turn for turn, seeker_id in enumerate(sorted(place.crowd.shown))}
    said = html.partition("<main")[2].partition("</main>")[0]
    said = re.sub(r'name="(csrf_token|_submission)" value="[^"]*"', "", said)
    said = re.sub(r"/candidates/(\d+)", lambda m: f"/candidates/<{turns[int(m[1])]}>", said)
    said = re.sub(r"求职者 (\d+) 号", lambda m: f"求职者 <{turns[int(m[1])]}> 号", said)
    said = said.replace(f'<option value="{place.posting_id}"', '<option value="<posting>"')
    return re.sub("(<(?:div|article|li|p) )", r"\n\1", said)


def meets(place: Town, seeker_id: int, asked: dict[str, str]) -> bool:
    """Tell by the row alone whether a card meets conditions that are not words or distances."""
    row = place.crowd.shown[seeker_id]
    codes, level = [want.occupation_code or "" for want in row.wants], asked.get("education")
    ranks = [Education(row.education).rank] if row.education else []
    checks = {
        "occupation": lambda v: any(code == v or code.startswith(f"{v}-") for code in codes),
        "place": lambda v: v in {str(row.place_code), "430100"},
        "education": lambda _: any(rank >= Education(level).rank for rank in ranks),
        "years": lambda v: row.experience_years is not None and row.experience_years >= int(v),
        "hours": lambda v: row.hours is None or row.hours == v,
        "skill": lambda v: v in (row.skills or ()),
        "certificate": lambda v: v in (row.certificates or ()),
        "subsidised": lambda _: seeker_id in place.crowd.subsidised,
    }
    return all(check(asked[name]) for name, check in checks.items() if name in asked)


@pytest.mark.timeout(600)
def test_a_thousand_searches_tell_nothing_of_anybody_who_is_not_shown(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    first, second = town(tenant, guarded=True), town(other_tenant, guarded=False)
    seen: set[int] = set()
    for asked in searches(Random(SEED), SEARCHES):
        html = first.page(client, asked)
        ids = [int(number) for number in CARD.findall(html)]
        seen |= set(ids)
        assert set(ids) <= first.crowd.shown.keys(), asked
        cards = "".join(ARTICLE.findall(html))
        told = [text for text in (*first.crowd.secrets, *TELLING) if text in cards]
        assert told == [], asked
        if not {"q", "page", "within_km"} & asked.keys():
            right = {n for n in first.crowd.shown if meets(first, n, asked)}
            assert set(ids) <= right, asked
            assert len(ids) == min(10, len(right)), asked
        pages = (plain(html, first), plain(second.page(client, asked), second))
        differing = list(difflib.unified_diff(*(page.split("\n") for page in pages), n=0))
        assert not differing, (asked, differing[3:])
    assert len(seen) > PEOPLE // 2  # the searches did find people


def test_cards_of_those_who_are_not_shown_cannot_be_opened(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    place, stranger = town(tenant, guarded=True), ready_seeker(other_tenant)
    shown = max(place.crowd.shown)
    missing = client.get(f"{PAGE}/{10**9}", headers=place.key)
    assert missing.status_code == 404
    for seeker_id in (*place.crowd.kept_away, stranger.id + 10**6):
        answer = client.get(f"{PAGE}/{seeker_id}", headers=place.key)
        assert answer.status_code == 404, seeker_id
        assert plain(answer.text, place) == plain(missing.text, place)
        invited = client.post(
            f"{PAGE}/{seeker_id}/invite", data={"posting": place.posting_id}, headers=place.key
        )
        assert invited.status_code == 404, seeker_id
    assert client.get(f"{PAGE}/{shown}", headers=place.key).status_code == 200


def test_people_who_fit_a_posting_are_those_who_may_be_shown(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    place = town(tenant, guarded=True)
    for query in ({}, {"page": "2"}, {"certificate": "健康证"}, {"subsidised": "yes"}):
        html = place.page(client, {"posting": str(place.posting_id), **query})
        ids = {int(number) for number in CARD.findall(html)}
        assert ids <= place.crowd.shown.keys()
        cards = "".join(ARTICLE.findall(html))
        assert [text for text in (*place.crowd.secrets, *TELLING) if text in cards] == []
