"""kill -9 of Elasticsearch while it indexes: after its restart the index equals the database."""

import threading
import time

import pytest

from pes.servers import Supervisor
from runtime.errors import Unavailable
from runtime.settings import reset_settings
from search import indices, relay
from search.client import client
from search.kinds import POSTINGS
from search.reconciliation import Report, compare, reconcile_tenant
from tenants import outbox
from tenants.outbox import Consumer
from tests.make.many import published_postings
from tests.pes.support import discard

pytestmark = pytest.mark.crash
COUNT = 1200


@pytest.fixture
def mortal(tmp_path, deployment, monkeypatch):
    """An Elasticsearch of its own, free to be killed, that the product now uses."""
    supervisor = Supervisor(tmp_path / "state")
    addresses = supervisor.start(["elasticsearch"])
    monkeypatch.setenv("PES_ELASTICSEARCH_URL", addresses.elasticsearch_url)
    reset_settings()
    yield supervisor
    client().close()
    discard(supervisor)
    monkeypatch.undo()
    reset_settings()


def test_kill_while_indexing(tenant, mortal):
    published_postings(tenant, COUNT)
    failures = []

    def work_off():
        """What the relay's loop does: go on, wait while the server is away."""
        while not failures or open_changes():
            try:
                if not relay.relay_batch(tenant.code, 100):
                    return
            except Unavailable:
                failures.append(time.monotonic())
                time.sleep(0.2)

    def open_changes():
        with tenant.as_system() as work:
            return outbox.count_open(work, Consumer.INDEX)

    loop = threading.Thread(target=work_off)
    loop.start()
    while open_changes() > COUNT * 3 // 4:
        time.sleep(0.02)
    mortal.kill("elasticsearch")
    time.sleep(1)
    mortal.start(["elasticsearch"])
    loop.join(timeout=120)

    assert failures
    assert open_changes() == 0
    indices.refresh(POSTINGS.name)
    target = indices.registered(POSTINGS.name)[0]
    assert indices.count(target) == COUNT
    found = compare(POSTINGS, tenant.code, target)
    assert (found.rows, found.strays) == ({}, [])
    assert reconcile_tenant(tenant.code) == Report()
