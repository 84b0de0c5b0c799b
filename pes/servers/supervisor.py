"""Starts, watches and stops the servers of one deployment."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Literal

from pes.servers import processes
from pes.servers.deployment import Addresses, secrets_of, write_addresses
from pes.servers.errors import ServerUnreachable
from pes.servers.existing import existing_servers
from pes.servers.fleet import ALL, DATA_SERVERS, PROCESSES, Fleet
from pes.servers.layout import layout_of
from pes.servers.model import ensure_model, has_model
from pes.servers.preflight import check_machine
from pes.servers.record import Running, held, read_record, write_record
from pes.servers.starting import DOWN, becomes_healthy, bring_up
from pes.servers.tools import SERVER_TOOLS, ensure_tools
from runtime.settings import reset_settings, settings

Report = Callable[[str, str], None]
"""Takes the name of a server and a few Chinese words about it."""


@dataclass(frozen=True)
class Status:
    """What `pes status` says about one server."""

    state: Literal["up", "starting", "down"]
    address: str | None
    pid: int | None


def silent(_name: str, _words: str) -> None:
    """Report to nobody."""


class Supervisor:
    """The servers of one state folder. Safe to use from several processes at once."""

    def __init__(self, state: Path | None = None) -> None:
        """Without a folder: the checkout's own, where PES_ variables may name other servers."""
        reset_settings()
        self.layout = layout_of(state or settings().state_dir)
        self.layout.create()
        existing = {} if state else existing_servers(settings(), self.layout)
        self.saving = Lock()
        record = read_record(self.layout.record_file)
        self.fleet = Fleet(self.layout, record, secrets_of(self.layout), existing)

    def start(self, names: Iterable[str] = DATA_SERVERS, report: Report = silent) -> Addresses:
        """Bring the named servers up; those that are up already stay as they are.

        Raises PreflightFailed, ToolMissing, DownloadFailed, ServerFailed, ServerUnreachable.
        """
        names = tuple(names)
        self._ask_existing(names)
        with held(self.layout.state):
            self._reread()
            ours = [name for name in names if name not in self.fleet.existing]
            self._start_missing(ours, report)
        reset_settings()
        return self.fleet.addresses()

    def revive(self, names: Iterable[str], report: Report = silent) -> None:
        """Start again those of the named servers that nobody has stopped meanwhile."""
        with held(self.layout.state):
            self._reread()
            wanted = tuple(name for name in names if name in self.fleet.record.running)
            if wanted:
                self._start(wanted, report)
        reset_settings()

    def stop(self, names: Iterable[str] = ALL, report: Report = silent) -> None:
        """Stop the named servers, the product's own processes first."""
        with held(self.layout.state):
            self._reread()
            wanted = set(names) & set(self.fleet.record.running)
            with ThreadPoolExecutor(len(ALL)) as pool:
                for group in (PROCESSES, DATA_SERVERS):
                    stopping = [name for name in group if name in wanted]
                    list(pool.map(partial(self._stop, report=report), stopping))

    def kill(self, name: str) -> None:
        """`kill -9` one server, as a crash would."""
        self._reread()
        processes.kill(self.fleet.record.running.get(name))

    def restart(self, name: str) -> Addresses:
        """Stop one server, if it lives, and start it again on the same port."""
        self.stop([name])
        return self.start([name])

    def status(self) -> dict[str, Status]:
        """State, address and pid of every server."""
        self._reread()
        with ThreadPoolExecutor(len(ALL)) as pool:
            return dict(zip(ALL, pool.map(self._status, ALL), strict=True))

    def died(self) -> list[str]:
        """Servers that were started and not stopped, but live no more."""
        started = self.started()
        return [n for n in started if not processes.find(self.fleet.record.running[n])]

    def started(self) -> list[str]:
        """Servers that were started and not stopped."""
        self._reread()
        return [name for name in ALL if name in self.fleet.record.running]

    def answers(self, name: str) -> bool:
        """Whether one server, ours or existing, answers."""
        existing = self.fleet.existing.get(name)
        return (existing or self.fleet.server(name)).healthy()

    def use_web(self, host: str | None, port: int | None) -> None:
        """Demand an address for the web server; it is kept for later starts."""
        with held(self.layout.state):
            self._reread()
            record = self.fleet.record
            if port is not None and record.ports.get("web") != port:
                check_machine(self.layout, (), port)
                record.ports["web"] = port
            record.web_host = host or record.web_host
            self._save()

    def _ask_existing(self, names: tuple[str, ...]) -> None:
        for name in names:
            existing = self.fleet.existing.get(name)
            if existing and not existing.healthy():
                raise ServerUnreachable(name=name, address=existing.address())

    def _start_missing(self, names: Iterable[str], report: Report) -> None:
        slow = [name for name in names if not self._is_up(name)]
        missing = tuple(name for name in slow if not self._comes_up(name))
        if missing:
            self._start(missing, report)

    def _start(self, missing: tuple[str, ...], report: Report) -> None:
        check_machine(self.layout, missing)
        needs_tools = {"elasticsearch"} & set(missing) or not has_model(self.fleet.model_dir())
        if needs_tools:
            ensure_tools(SERVER_TOOLS)
        before = self.fleet.addresses()
        for name in missing:
            self._end(name)
        self.fleet.choose_ports(missing)
        with ThreadPoolExecutor(len(missing) + 1) as pool:
            model = pool.submit(self._model, report)
            list(pool.map(partial(self._bring_up, report=report), missing))
            model.result()
        write_addresses(self.layout, self.fleet.addresses())
        if before != self.fleet.addresses():
            self._stop_stale_processes(missing, report)

    def _stop_stale_processes(self, started: tuple[str, ...], report: Report) -> None:
        """Processes that hold an old address must not go on; the next `up` starts them anew."""
        for name in PROCESSES:
            if name in self.fleet.record.running and name not in started:
                self._stop(name, report)

    def _model(self, report: Report) -> None:
        log, folder = self.layout.log("model"), self.fleet.model_dir()
        ensure_model(folder, log, partial(report, "model"))

    def _bring_up(self, name: str, report: Report) -> None:
        server = self.fleet.server(name, partial(report, name))
        bring_up(server, self.layout.log(name), partial(self._remember, name))

    def _stop(self, name: str, report: Report) -> None:
        report(name, "停止")
        self._end(name)
        self._remember(name, None)
        report(name, DOWN)

    def _end(self, name: str) -> None:
        server = self.fleet.server(name)
        running = self.fleet.record.running.get(name)
        processes.end(running, server.stop_signal, server.stop_seconds)

    def _status(self, name: str) -> Status:
        existing = self.fleet.existing.get(name)
        if existing:
            return Status("up" if existing.healthy() else "down", existing.address(), None)
        process = processes.find(self.fleet.record.running.get(name))
        if process is None:
            return Status("down", None, None)
        server = self.fleet.server(name)
        return Status("up" if server.healthy() else "starting", server.address(), process.pid)

    def _comes_up(self, name: str) -> bool:
        """Whether a live server that is only slow to answer, under load, does so in time."""
        running = self.fleet.record.running.get(name)
        if running is None or not processes.find(running):
            return False
        return becomes_healthy(self.fleet.server(name), running)

    def _is_up(self, name: str) -> bool:
        return self._status(name).state == "up"

    def _reread(self) -> None:
        self.fleet.record = read_record(self.layout.record_file)

    def _remember(self, name: str, running: Running | None) -> None:
        """Write down at once what was started: whatever happens next, it can be stopped."""
        with self.saving:
            self.fleet.record.running.pop(name, None)
            if running:
                self.fleet.record.running[name] = running
            self._save()

    def _save(self) -> None:
        write_record(self.layout.record_file, self.fleet.record)
