"""What `pes up` promises about the servers it starts."""

import json
import shutil
import signal
import socket
import stat
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from pes.servers import DATA_SERVERS, Supervisor
from pes.servers.accounts import everyone_reaches, running_as_root
from pes.servers.errors import PreflightFailed, ServerUnreachable
from pes.servers.layout import layout_of
from pes.servers.ports import LOOPBACK
from pes.servers.preflight import check_machine
from pes.servers.processes import Command, end, find, kill, spawn
from runtime.settings import reset_settings
from tests.pes.support import discard, libpq


def test_status_names_every_server(mortal: Supervisor) -> None:
    status = mortal.status()

    assert list(status) == ["postgresql", "valkey", "elasticsearch", "web", "worker", "beat"]
    assert [status[name].state for name in DATA_SERVERS] == ["up"] * 3
    assert all(status[name].pid and status[name].address for name in DATA_SERVERS)
    assert status["web"].state == "down"


def test_starting_again_changes_nothing(mortal: Supervisor) -> None:
    before = mortal.status()
    mortal.start(DATA_SERVERS)
    assert mortal.status() == before


def test_the_application_role_owns_nothing_and_cannot_bypass(mortal: Supervisor) -> None:
    with psycopg.connect(libpq(mortal.fleet.addresses().admin_url)) as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles "
            "WHERE rolname LIKE 'pes\\_%' AND rolname NOT LIKE 'pg\\_%' ORDER BY 1"
        ).fetchall()
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'pes'"
        ).fetchone()

    assert roles == [
        ("pes_app", False, False, False),
        ("pes_backup", False, False, True),
        ("pes_owner", False, False, False),
    ]
    assert owner == ("pes_owner",)


def test_a_wrong_password_is_refused(mortal: Supervisor) -> None:
    address = libpq(mortal.fleet.addresses().database_url)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(address, password="guessed")


def test_secrets_are_private_and_kept(mortal: Supervisor) -> None:
    file = mortal.layout.deployment_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = Supervisor(mortal.layout.state)
    assert again.fleet.secrets == mortal.fleet.secrets
    assert json.loads(file.read_text())["valkey_url"] == mortal.fleet.addresses().valkey_url


def test_two_deployments_run_side_by_side(valkey_only: Supervisor, tmp_path: Path) -> None:
    other = Supervisor(tmp_path / "other")
    try:
        theirs, ours = other.start(["valkey"]), valkey_only.fleet.addresses()
        assert theirs.valkey_url != ours.valkey_url
        with redis.from_url(ours.valkey_url) as client:
            client.set("place", "here")
        with redis.from_url(theirs.valkey_url) as client:
            assert client.get("place") is None
    finally:
        discard(other)
    assert valkey_only.status()["valkey"].state == "up"


def test_a_port_taken_meanwhile_is_given_up(valkey_only: Supervisor) -> None:
    port = valkey_only.fleet.record.ports["valkey"]
    valkey_only.stop()
    with closing(socket.create_server((LOOPBACK, port))):
        moved = valkey_only.start(["valkey"])

    assert not moved.valkey_url.endswith(f":{port}/0")
    assert valkey_only.status()["valkey"].state == "up"


def test_stopping_leaves_no_process(valkey_only: Supervisor) -> None:
    running = dict(valkey_only.fleet.record.running)
    valkey_only.stop()
    assert [find(each) for each in running.values()] == [None]
    valkey_only.stop()


def test_too_little_memory_and_a_taken_port_are_named_together(valkey_only: Supervisor) -> None:
    port = valkey_only.fleet.record.ports["valkey"]
    with pytest.raises(PreflightFailed) as refusal:
        check_machine(valkey_only.layout, ("elasticsearch",) * 10_000, port)
    assert "可用内存" in refusal.value.text()
    assert f"端口 {port}" in refusal.value.text()


def test_an_existing_server_is_asked_but_never_started_or_stopped(
    valkey_only: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = valkey_only.fleet.addresses().valkey_url
    monkeypatch.setenv("PES_STATE_DIR", str(tmp_path / "guest"))
    monkeypatch.setenv("PES_VALKEY_URL", url)
    for other in ("DATABASE", "OWNER", "ELASTICSEARCH"):
        monkeypatch.delenv(f"PES_{other}_URL", raising=False)
    reset_settings()
    guest = Supervisor()

    assert guest.start(["valkey"]).valkey_url == url
    assert guest.status()["valkey"].state == "up"
    assert guest.status()["valkey"].pid is None
    guest.stop()
    assert valkey_only.status()["valkey"].state == "up"

    valkey_only.stop()
    with pytest.raises(ServerUnreachable, match="valkey"):
        guest.start(["valkey"])
    discard(guest)
    reset_settings()


@pytest.mark.skipif(not running_as_root(), reason="only root has a user to drop to")
def test_root_in_a_closed_home_keeps_its_data_in_an_open_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    layout = layout_of(closed / "state")

    assert not layout.data.is_relative_to(closed)
    assert everyone_reaches(layout.data.parent)
    assert layout_of(closed / "state") == layout

    shutil.rmtree(closed)
    anew = layout_of(closed / "state")
    assert anew.data != layout.data
    assert not layout.data.parent.exists()
    shutil.rmtree(anew.data.parent)


def test_what_a_killed_process_left_behind_goes_before_its_port_is_used_again(
    tmp_path: Path,
) -> None:
    line = ("/bin/sh", "-c", "sleep 300 & sleep 300")
    started = spawn(Command(line, tmp_path), tmp_path / "log")
    children = psutil.Process(started.pid).children()
    kill(started)
    assert find(started) is None

    end(started, signal.SIGTERM, 5)
    assert not any(child.is_running() for child in children)
