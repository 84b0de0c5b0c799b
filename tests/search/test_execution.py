"""The tenant filter is always there, and every clause does what it says."""

from datetime import timedelta

import numpy as np
import pytest

from language.education import Education
from runtime.clock import today
from search.criteria import Near, PostingCriteria, Sort
from search.execution import Scope, body, execute
from search.queries import Query, postings_query
from search.vectors import query_vector
from tests.make.postings import published_posting


@pytest.mark.parametrize(
    "query",
    [
        postings_query(PostingCriteria(on=today(), words="缝纫工")),
        postings_query(PostingCriteria(on=today(), near=Near(28.2, 112.9, 5), sort=Sort.NEAREST)),
        Query(kind="candidates"),
    ],
)
def test_every_request_is_bound_to_the_tenant(query):
    request = body(Scope.within(430100), query)
    clause = request["query"]
    inner = clause.get("function_score", {}).get("query", clause)
    assert {"term": {"tenant_id": 430100}} in inner["bool"]["filter"]
    assert {"term": {"gone": False}} in inner["bool"]["filter"]


def test_the_neighbours_are_bound_too():
    vector = np.full(512, 512**-0.5, dtype=np.float32)
    request = body(Scope.within(430100), postings_query(PostingCriteria(on=today(), vector=vector)))
    assert {"term": {"tenant_id": 430100}} in request["knn"]["filter"]


def test_people_never_cross_tenants():
    with pytest.raises(ValueError, match="never cross"):
        execute(Scope.marketplace(), Query(kind="candidates"))


@pytest.fixture
def two(tenant, deliver):
    """A sewing worker's posting in 岳麓; a driver's, far away, better paid, with a night shift."""
    near = published_posting(tenant)
    far = published_posting(
        tenant,
        title="叉车司机",
        duties="驾驶叉车装卸货物，负责仓库货物的进出和堆码，夜班轮换。",
        occupation_code="6-30-05-01",
        pay_text="8000-9000元/月",
        place_code=431102,
        education_floor="college",
        conditions=("night_shift",),
        certificates=("叉车证",),
    )
    deliver(tenant)
    return near.id, far.id


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, "nf"),
        ({"words": "叉车 司机"}, "f"),
        ({"words": "叉车"}, "f"),
        ({"words": "长沙 缝纫工"}, "n"),
        ({"words": "湘江纺织试验厂"}, "nf"),
        ({"place_code": 430100}, "n"),
        ({"place_code": 430000}, "nf"),
        ({"occupation_code": "6-05"}, "n"),
        ({"pay_from_fen": 750_000}, "f"),
        ({"education": Education.JUNIOR}, "n"),
        ({"education": Education.BACHELOR}, "nf"),
        ({"near": Near(28.2, 112.9, 50)}, "n"),
        ({"without_conditions": ("night_shift",)}, "n"),
        ({"reserved": "public_welfare"}, ""),
        ({"on": today() + timedelta(days=61)}, ""),
    ],
)
def test_each_clause(tenant, two, criteria, expected):
    names = dict(zip(two, "nf", strict=True))
    query = postings_query(PostingCriteria(**({"on": today()} | criteria)))
    hits = execute(Scope.within(tenant.code), query)
    assert sorted(names[row_id] for row_id in hits.ids) == sorted(expected)
    assert hits.total == len(expected)


def test_nearest_first_with_the_distance(tenant, two):
    criteria = PostingCriteria(on=today(), near=Near(28.2, 112.9), sort=Sort.NEAREST)
    near, far = execute(Scope.within(tenant.code), postings_query(criteria)).hits
    assert (near.id, far.id) == two
    assert near.distance_km < 30 < far.distance_km


def test_newest_first_and_pages(tenant, two):
    pages = [
        execute(
            Scope.within(tenant.code),
            postings_query(PostingCriteria(on=today(), sort=Sort.NEWEST, offset=at, limit=1)),
        )
        for at in (0, 1)
    ]
    assert [page.ids for page in pages] == [[two[1]], [two[0]]]
    assert [page.total for page in pages] == [2, 2]


def test_the_marketplace_holds_all_tenants(tenant, other_tenant, two, deliver):
    posting = published_posting(other_tenant, title="独有岗位丁零当啷")
    deliver(other_tenant)
    query = postings_query(PostingCriteria(on=today(), words="独有岗位丁零当啷"))
    assert execute(Scope.marketplace(), query).ids == [posting.id]
    assert execute(Scope.within(tenant.code), query).ids == []


def test_the_same_said_in_other_words(tenant, deliver):
    rider = published_posting(tenant, title="外卖骑手", occupation_code="4-10-08-01")
    published_posting(tenant)
    deliver(tenant)
    words = "跑腿送餐"

    lexical = PostingCriteria(on=today(), words=words)
    both = PostingCriteria(on=today(), words=words, vector=query_vector(words))

    assert execute(Scope.within(tenant.code), postings_query(lexical)).ids == []
    assert execute(Scope.within(tenant.code), postings_query(both)).ids == [rider.id]
