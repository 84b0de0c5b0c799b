"""The product's application with one slow task, to see what a worker does with a task.

It writes lines to a file: when it starts and when it ends, with the key it was given.
"""

import os
import time
from pathlib import Path

from workers.app import DURABLE, app

app.conf.imports = ("tests.workers.probe",)


@app.task(name="probe.slow", **DURABLE)
def slow(path: str, key: str, seconds: float) -> None:
    _write(path, f"start {key} {os.getpid()}")
    time.sleep(seconds)
    _write(path, f"end {key}")


def _write(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(line + "\n")
