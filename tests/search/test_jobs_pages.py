"""Reading on in a list: each job once, in one order, whatever is written meanwhile."""

import random
from dataclasses import replace

import pytest

from marketplace.postings import SourcedPosting, publish_taken, take_postings
from runtime.clock import now, today
from search.client import client
from search.criteria import Near, Sort
from search.execution import Scope, ViewExpired
from search.jobs import Asked, Choices
from search.jobs.asking import worded
from search.jobs.searching import search_jobs
from tests.make.postings import content, published_posting

TITLES = ("缝纫工", "车工", "缝纫机修理工", "服装厂普工", "裁剪工")


def publish(world, count: int, seed: int) -> None:
    """Postings of one employer, many of them alike in all that a list shows."""
    chance = random.Random(seed)
    rows = [
        SourcedPosting(
            f"{seed}-{number}",
            "1",
            world.employer_id,
            content(
                title=chance.choice(TITLES),
                pay_text=f"{chance.choice(range(3000, 9000, 300))}元/月",
                duties=f"操作平缝机缝制工作服，按工序单完成当日数量。第{number}号车间。",
            ),
        )
        for number in range(count)
    ]
    with world.as_administrator() as work:
        publish_taken(work, [row_id for row_id, _ in take_postings(work, "试验", rows)])


@pytest.fixture
def many(tenant, deliver):
    publish(tenant, 150, seed=1)
    deliver(tenant)
    return tenant


def walked(world, asked, meanwhile=lambda _: None):
    scope = Scope.within(world.code)
    found = search_jobs(scope, asked)
    pages = [found.page]
    while found.page.next:
        meanwhile(len(pages))
        found = search_jobs(scope, asked, place=found.page.next)
        pages.append(found.page)
    return pages


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "缝纫"])
def test_each_group_once_in_one_order(many, sort, text):
    asked = Asked(on=today(), at=now(), point=Near(28.2, 112.9), sort=sort, limit=7)
    asked = worded(asked, text)
    pages = walked(many, asked)
    hits = [hit for page in pages for hit in page.hits]
    keys = [hit.fold for hit in hits]
    assert len(keys) == len(set(keys)) > 3 * asked.limit
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    at_once = search_jobs(Scope.within(many.code), replace(asked, limit=200)).page
    assert [hit.id for hit in hits] == [hit.id for hit in at_once.hits]
    assert sum(at_once.alike.values()) >= at_once.total
    if not text:
        assert sum(at_once.alike.values()) == at_once.total == 150


def test_writes_meanwhile_move_nothing(many, deliver):
    asked = worded(Asked(on=today(), at=now(), limit=7), "缝纫工")
    before = walked(many, asked)

    def write(page: int) -> None:
        if page in {2, 3}:
            publish(many, 30, seed=page)
            deliver(many)

    after = walked(many, asked, write)
    shown = [hit.fold for page in after for hit in page.hits]
    assert len(shown) == len(set(shown))
    assert [hit.id for page in before for hit in page.hits] == [
        hit.id for page in after for hit in page.hits
    ]


def test_back_to_where_one_was(many):
    asked = Asked(on=today(), at=now(), sort=Sort.NEWEST, limit=7)
    scope, pages = Scope.within(many.code), walked(many, asked)
    assert pages[0].previous is None
    assert pages[1].previous is None  # the page before is the plain list
    back = search_jobs(scope, asked, place=pages[3].previous).page
    assert (back.number, back.hits) == (3, pages[2].hits)


def test_a_view_that_is_gone_says_so(many):
    asked = Asked(on=today(), at=now(), sort=Sort.NEWEST, limit=7)
    pages = walked(many, asked)
    client().close_point_in_time(id=pages[1].next.view)
    with pytest.raises(ViewExpired):
        search_jobs(Scope.within(many.code), asked, place=pages[1].next)


def test_choices_fold_too(tenant, deliver):
    first = published_posting(tenant, duties="操作平缝机缝制工作服，包住，按工序单完成当日数量。")
    published_posting(tenant)
    published_posting(tenant, title="裁剪工")
    deliver(tenant)
    scope, asked = Scope.within(tenant.code), Asked(on=today(), at=now(), sort=Sort.NEWEST)
    page = search_jobs(scope, asked).page
    assert (len(page.hits), page.total, sorted(page.alike.values())) == (2, 3, [1, 2])
    lodging = search_jobs(scope, replace(asked, choices=Choices(benefits=("lodging",)))).page
    assert [hit.id for hit in lodging.hits] == [first.id]
    assert list(lodging.alike.values()) == [1]
