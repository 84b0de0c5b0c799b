"""A worker that is killed while it tells people of new postings: each is told once."""

import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select, update

from marketplace.delivery import Message
from marketplace.saved_searches import SavedSearch
from runtime.clock import today
from runtime.settings import CHECKOUT
from tests.make.postings import published_posting
from tests.make.saved_searches import kept_search
from tests.make.seekers import ready_seeker
from tests.world import TenantWorld
from workers.digests import send_digests

pytestmark = pytest.mark.crash
PEOPLE = 12


def told(tenant: TenantWorld) -> list[int]:
    """Return how many digests each person got who got any."""
    query = (
        select(func.count())
        .where(
            Message.tenant_id == tenant.code,
            Message.text == "digest",
        )
        .group_by(Message.seeker_id)
    )
    with tenant.as_system() as work:
        return list(work.session.scalars(query))


def begin_telling(tenant: TenantWorld) -> subprocess.Popen[bytes]:
    code = f"from workers.digests import send_digests; send_digests({tenant.code})"
    return subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT)


def test_each_is_told_once_however_often_the_worker_is_killed(tenant: TenantWorld) -> None:
    for _ in range(PEOPLE):
        kept_search(tenant, ready_seeker(tenant).id)
    published_posting(tenant)
    tenant.index()
    with tenant.as_system() as work:
        work.session.execute(
            update(SavedSearch).where(SavedSearch.tenant_id == tenant.code).values(due_on=today())
        )
    killed = 0
    for wanted in (1, 6):
        process = begin_telling(tenant)
        until = time.monotonic() + 60
        while len(told(tenant)) < wanted and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed
    send_digests(tenant.code)
    assert told(tenant) == [1] * PEOPLE
    assert send_digests(tenant.code) == 0
