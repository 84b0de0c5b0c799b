"""Elasticsearch away: searches say so in Chinese, changes wait and nothing is lost."""

import pytest

from runtime.clock import today
from runtime.errors import Unavailable
from runtime.settings import settings
from search import relay
from search.client import health
from search.criteria import PostingCriteria
from search.execution import Scope, execute
from search.queries import postings_query
from search.reconciliation import reconcile_tenant
from tenants import outbox
from tenants.outbox import Consumer
from tests.make.postings import published_posting


def test_health(tenant):
    assert health() in {"green", "yellow"}


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", ""])
def test_searches_say_so(tenant, monkeypatch, url):
    monkeypatch.setattr(settings(), "elasticsearch_url", url)
    query = postings_query(PostingCriteria(on=today(), words="电工"))
    with pytest.raises(Unavailable, match="搜索暂时不可用"):
        execute(Scope.within(tenant.code), query)
    with pytest.raises(Unavailable):
        reconcile_tenant(tenant.code)
    with pytest.raises(Unavailable):
        health()


def test_changes_wait_uncounted(tenant, found, monkeypatch):
    posting = published_posting(tenant)
    with monkeypatch.context() as away:
        away.setattr(settings(), "elasticsearch_url", "http://127.0.0.1:9")
        for _ in range(4):
            with pytest.raises(Unavailable):
                relay.relay_all(tenant.code)
    with tenant.as_system() as work:
        assert outbox.count_open(work, Consumer.INDEX) > 0
        assert outbox.list_parked(work) == []

    relay.relay_all(tenant.code)
    assert found(tenant) == [posting.id]
