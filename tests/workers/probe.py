"""The product's application with one slow task, to see what a worker does with a task.

It writes lines to a file: when it starts and when it ends, with the key it was given. Told to
turn deaf, the worker listens to its broker no more, as after a connection lost in a bad moment.
"""

import os
import time
from pathlib import Path
from typing import Any

from celery.signals import worker_ready
from celery.worker.control import control_command

from workers import watchdog
from workers.app import DURABLE, app

app.conf.imports = ("tests.workers.probe",)


@app.task(name="probe.slow", **DURABLE)
def slow(path: str, key: str, seconds: float) -> None:
    _write(path, f"start {key} {os.getpid()}")
    time.sleep(seconds)
    _write(path, f"end {key}")


@worker_ready.connect
def _watch(**_: Any) -> None:
    watchdog.LOOK_SECONDS = 0.5
    watchdog.Watchdog(before=lambda: None).start()


@control_command(name="probe_turn_deaf")
def turn_deaf(state: Any) -> None:
    """Ask the broker for tasks no more; pings are still answered."""
    for channel in state.consumer.connection.transport.cycle._channels:
        channel.qos.can_consume = lambda: False


def _write(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(line + "\n")
