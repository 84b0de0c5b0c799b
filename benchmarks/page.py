"""The seeker's page under 16 clients, against a bare Flask page under the same gunicorn.

`p95_vs_bare`: p95 of our page in multiples of the bare page's. Ours signs the person in by the
session's cookie, reads profile, recommendations, postings, answers and unread messages from
PostgreSQL under row-level security, and renders reasons. Clients share the machine's processors
with the servers, on both sides alike.
"""

import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from http import HTTPStatus
from http.client import HTTPConnection

from benchmarks.measure import RUNS, Answer, interleaved, ratio
from benchmarks.prefecture import add_demo_postings
from benchmarks.scratch import scratch_deployment, scratch_tenant
from marketplace import seekers
from marketplace.recommendations import open_cycle
from marketplace.seekers import Change, Home, Identity, PayFloor, Schooling, Want, Wants
from matching.cycle import run_here
from pes.servers.python_processes import WEB_THREADS, WEB_WORKERS
from runtime.settings import CHECKOUT
from tenants.access import Actor
from tenants.accounts import create_account
from tenants.consents import Purpose
from tenants.sessions import sign_in
from tenants.work import begin

CLIENTS, REQUESTS, POSTINGS = 16, 25, 1000
PASSWORD, PHONE = "benchmark-page-16", "13900000016"
ADDRESS = "/me/"
TOLD: tuple[Change, ...] = (
    Wants((Want("缝纫工", "6-05-01-03"),)),
    Home(430104, max_km=30),
    PayFloor(300_000),
)


def run() -> Answer:
    """Measure on a scratch database, with gunicorn processes of the benchmark's own."""
    with scratch_deployment(), ExitStack() as stack:
        tenant_id = scratch_tenant(0)
        add_demo_postings(tenant_id, POSTINGS)
        token = _person(tenant_id)
        ours = stack.enter_context(gunicorn("web.app:create_app()"))
        bare = stack.enter_context(gunicorn("benchmarks.bare:create_app()"))
        headers = {"Cookie": f"pes_session={token}"}
        for port in (ours, bare):
            _load(port, headers)  # both warm
        times = interleaved(
            {"page": lambda _: _load(ours, headers), "bare": lambda _: _load(bare, headers)}
        )
    return Answer(
        figures={
            "clients": CLIENTS,
            "page_p95_ms": round(statistics.median(times["page"]) * 1000, 1),
            "bare_p95_ms": round(statistics.median(times["bare"]) * 1000, 1),
            "runs": RUNS,
        },
        ratios={"p95_vs_bare": ratio(times["page"], times["bare"])},
    )


def _person(tenant_id: int) -> str:
    """Register a person, match once, sign in; returns the session's token."""
    account = create_account(PHONE, PASSWORD)
    identity = Identity("王某某", PHONE, "430104199003070015", birth_on=date(1990, 3, 7))
    agreed = {Purpose.RECOMMENDATION, Purpose.PERSONALISATION}
    with begin(Actor(tenant_id, account.id)) as work:
        person = seekers.register_seeker(work, identity, agreed)
    own = Actor(tenant_id, account.id, frozenset({"seeker"}), seeker_id=person.id)  # type: ignore[arg-type]  # StrEnum
    with begin(own) as work:
        for change in (*TOLD, Schooling(None, 3)):
            person = seekers.change_profile(work, change, version=person.version)
    with begin(Actor.system(tenant_id)) as work:
        cycle_id = open_cycle(work).cycle.id
    run_here(tenant_id, cycle_id)
    return sign_in(PHONE, PASSWORD, "127.0.0.1", tenant_id).token


@contextmanager
def gunicorn(application: str) -> Iterator[int]:
    """Serve an application as the product does, on a free port, for the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    line = [
        sys.executable, "-m", "gunicorn", "--workers", str(WEB_WORKERS),
        "--threads", str(WEB_THREADS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
        "--no-control-socket", application,
    ]  # fmt: skip
    with subprocess.Popen(line, cwd=CHECKOUT) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            _get(HTTPConnection("127.0.0.1", port, timeout=30), "/", {})
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def _load(port: int, headers: dict[str, str]) -> float:
    """Return the p95 of response times in seconds, under all clients at once."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        parts = list(pool.map(lambda _: _client(port, headers), range(CLIENTS)))
    return statistics.quantiles([each for part in parts for each in part], n=20)[-1]


def _client(port: int, headers: dict[str, str]) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        status = _get(connection, ADDRESS, headers)
        times.append(time.perf_counter() - started)
        if status != HTTPStatus.OK:
            raise RuntimeError(status)
    connection.close()
    return times


def _get(connection: HTTPConnection, address: str, headers: dict[str, str]) -> int:
    connection.request("GET", address, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status
