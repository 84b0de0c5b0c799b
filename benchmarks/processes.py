"""Processes that match as the product's workers do: one thread each, on a broker of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import redis
from kombu import Connection

from benchmarks.measure import stopwatch
from language.encoder import encoder
from marketplace.recommendations import CycleState, access_cycle, open_cycle, take_unsent
from pes.servers.ports import LOOPBACK, free_port
from pes.servers.python_processes import KEEP_FREED_MEMORY
from pes.servers.valkey import binary
from runtime.settings import CHECKOUT
from tenants.access import Actor
from tenants.work import begin
from workers.app import MATCHING, app

AS_A_WORKER = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PES_ENCODER_THREADS": "1",
    **KEEP_FREED_MEMORY,
}
"""As `pes up` starts workers: one thread for products, freed memory kept."""

_LOOK_SECONDS, _PATIENCE_SECONDS = 0.1, 600
_FIRST_PORT = 21000


@contextmanager
def worker_process() -> Iterator[Executor]:
    """A process with the environment of a worker, its model loaded."""
    spawn = get_context("spawn")
    with environment(AS_A_WORKER), ProcessPoolExecutor(1, mp_context=spawn) as worker:
        worker.submit(_ready).result()
        yield worker


def _ready() -> str:
    """Load the model, as a worker has when its first chunk comes."""
    return encoder().version


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """Let processes that are started within the block have these variables."""
    before = {name: os.environ.get(name) for name in values}  # noqa: TID251 - a child's
    os.environ.update(values)  # noqa: TID251
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)  # noqa: TID251
            if value is not None:
                os.environ[name] = value  # noqa: TID251


class CycleNotDone(RuntimeError):
    """The workers have not finished a cycle, or cannot begin."""


@dataclass(frozen=True)
class Crew:
    """A Celery worker with children of one thread each, alone on its broker."""

    broker: str
    process: "subprocess.Popen[bytes]"

    def cycle(self, tenant_id: int) -> tuple[int, float]:
        """Have a full cycle done; returns its id and the seconds from the order to the end."""
        with stopwatch() as seconds:
            with begin(Actor.system(tenant_id)) as work:
                cycle_id = open_cycle(work).cycle.id
            self._send(tenant_id, cycle_id)
            while self._running(tenant_id, cycle_id):
                if self.process.poll() is not None or seconds() > _PATIENCE_SECONDS:
                    raise CycleNotDone(cycle_id)
                time.sleep(_LOOK_SECONDS)
            return cycle_id, seconds()

    def peak_bytes(self) -> int:
        """Return the most memory that one of the children has had."""
        children = psutil.Process(self.process.pid).children()
        return max(peak_bytes(each.pid) for each in children)

    def _send(self, tenant_id: int, cycle_id: int) -> None:
        """Put the first chunk on the broker; the workers send what follows."""
        with begin(Actor.system(tenant_id)) as work:
            blocks = take_unsent(work, cycle_id)
        with Connection(self.broker) as connection:
            for block in blocks:
                app.send_task(
                    "matching.chunk", args=(tenant_id, cycle_id, block), connection=connection
                )

    @staticmethod
    def _running(tenant_id: int, cycle_id: int) -> bool:
        with begin(Actor.system(tenant_id), read_only=True) as work:
            state = access_cycle(work, cycle_id).state
        if state is CycleState.FAILED:
            raise CycleNotDone(cycle_id)
        return state is CycleState.RUNNING


@contextmanager
def crews(*sizes: int) -> Iterator[list[Crew]]:
    """Start a worker for each size, with so many children; nothing of them is left behind."""
    with ExitStack() as stack:
        server = stack.enter_context(_broker())
        yield [
            stack.enter_context(_crew(size, f"{server}/{number}"))
            for number, size in enumerate(sizes)
        ]


@contextmanager
def _crew(children: int, broker: str) -> Iterator[Crew]:
    line = [
        sys.executable, "-m", "celery", "--quiet", "-A", "benchmarks.worker", "worker",
        "--queues", MATCHING, "--concurrency", str(children), "--loglevel", "WARNING",
        "-n", f"bench{children}-{os.getpid()}@localhost", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    with environment({**AS_A_WORKER, "PES_VALKEY_URL": broker}):
        process = subprocess.Popen(line, cwd=CHECKOUT, stdout=sys.stderr)
    try:
        yield Crew(broker, process)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _broker() -> Iterator[str]:
    """A Valkey of the benchmark's own, which keeps nothing; yields its address."""
    port = free_port(_FIRST_PORT)
    with TemporaryDirectory() as folder:
        options = ["--save", "", "--bind", LOOPBACK, "--port", str(port), "--dir", folder]
        line = [str(binary()), *options]
        with subprocess.Popen(line, stdout=subprocess.DEVNULL) as process:
            try:
                with redis.Redis(host=LOOPBACK, port=port) as client:
                    _wait_for(client)
                yield f"redis://{LOOPBACK}:{port}"
            finally:
                process.terminate()


def _wait_for(client: "redis.Redis") -> None:
    for _ in range(200):
        with suppress(redis.ConnectionError):
            client.ping()
            return
        time.sleep(0.05)
    raise CycleNotDone("the broker does not answer")


def peak_bytes(pid: int) -> int:
    """Return the most memory that a process has had at once, as the kernel counted it."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)
