"""kill -9 of PostgreSQL, and of the command itself, in an import: nothing lost, nothing doubled."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from marketplace import intake
from marketplace.intake import ImportJob, ImportKind, running
from marketplace.postings import Posting
from pes.servers import Supervisor
from runtime.clock import today
from runtime.settings import CHECKOUT
from tenants import outbox
from tenants.access import Actor
from tenants.outbox import Consumer
from tenants.work import begin
from tests.world import TenantWorld, new_tenant

pytestmark = pytest.mark.crash
ROWS = 1500
KILLS = (200, 700, 1300)  # rows done when the server is killed


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of rows that are all good."""
    until = (today() + timedelta(days=60)).isoformat()
    lines = ["编号,岗位名称,单位名称,月薪,工作地点,招聘人数,岗位职责,有效期至"]
    rest = f"5000-7000元/月,长沙·岳麓区,2,检修线路，每天巡检并做好记录。,{until}"
    lines += [f"K{n},电工{n}号,试验第{n % 7}厂,{rest}" for n in range(ROWS)]
    path = tmp_path / "large.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def opened(code: int, path: Path):
    looked = intake.inspect(path)
    read = intake.read_table(looked, ImportKind.POSTINGS)
    with begin(Actor.system(code)) as work:
        columns = intake.agree_on_columns(work, ImportKind.POSTINGS, "s", read)
        job = intake.open_job(
            work,
            ImportKind.POSTINGS,
            "s",
            file_name=looked.name,
            file_hash=looked.digest,
            columns=columns,
            publish=True,
        )
    return job, read


def keys(code: int) -> Counter[str]:
    with begin(Actor.system(code)) as work:
        return Counter(
            work.session.scalars(select(Posting.source_key).where(Posting.tenant_id == code))
        )


def waiting(code: int) -> int:
    """Changes that the index has yet to hear of."""
    with begin(Actor.system(code)) as work:
        return outbox.count_open(work, Consumer.INDEX)


def test_kill_postgresql_in_an_import(
    mortal_database: Supervisor, table: Path, monkeypatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 50)
    code = new_tenant().code
    job, read = opened(code, table)
    heard: list[int] = []
    ended: list[ImportJob] = []

    def work_off() -> None:
        told = lambda now: heard.append(now.position)  # noqa: E731 - one line
        ended.append(intake.run_import(Actor.system(code), job.id, read, told))

    importing = threading.Thread(target=work_off)
    importing.start()
    for position in KILLS:
        while importing.is_alive() and not (heard and heard[-1] >= position):
            time.sleep(0.01)
        mortal_database.kill("postgresql")
        time.sleep(0.5)
        mortal_database.start(["postgresql"])
    importing.join(timeout=120)

    (done,) = ended
    assert (done.rows, done.created, done.published) == (ROWS, ROWS, ROWS)
    assert (done.changed, done.unchanged, done.rejected) == (0, 0, 0)
    assert keys(code) == Counter(f"K{n}" for n in range(ROWS))
    assert waiting(code) == ROWS
    again, read = opened(code, table)
    repeated = intake.run_import(Actor.system(code), again.id, read)
    assert (repeated.unchanged, repeated.rows) == (ROWS, ROWS)


def test_kill_the_command(tenant: TenantWorld, table: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "pes.cli", "import", "postings", str(table)]
    line += ["--tenant", str(tenant.code), "--source", "s", "--publish", "--json"]
    silent = subprocess.DEVNULL
    killed = subprocess.Popen(line, cwd=CHECKOUT, stdout=silent, stderr=silent)
    while killed.poll() is None and not keys(tenant.code):
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    taken = keys(tenant.code).total()

    resumed = subprocess.run(line, cwd=CHECKOUT, capture_output=True, text=True, check=True)

    assert 0 < taken < ROWS
    answer = json.loads(resumed.stdout)
    assert (answer["rows"], answer["created"], answer["published"]) == (ROWS, ROWS, ROWS)
    assert "接着导入" in resumed.stderr
    assert keys(tenant.code) == Counter(f"K{n}" for n in range(ROWS))
