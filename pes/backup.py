"""Dumping the embedded database and putting a dump back."""

import subprocess
from pathlib import Path

from marketplace.postings import BEGIN_FEED_ANEW
from pes.servers import PROCESSES, Supervisor
from pes.servers.deployment import BACKUP, DATABASE, SUPERUSER
from pes.servers.ports import LOOPBACK
from pes.servers.postgresql import PostgreSQL
from runtime.errors import WrongState
from runtime.messages import N_


class NotEmbedded(WrongState):
    """The database is run by somebody else, who has backups of their own."""

    message = N_("数据库由 PES_DATABASE_URL 指定，请用该数据库自己的工具备份和恢复。")


class StillRunning(WrongState):
    """Processes use the database that is to be replaced."""

    message = N_("恢复前请先停止网页服务和后台任务：pes down")


class DumpFailed(WrongState):
    """pg_dump or pg_restore said no."""

    message = N_("%(program)s 没有完成：%(reason)s")


def dump(supervisor: Supervisor, file: Path) -> None:
    """Write the whole database into `file`, as a role that row-level security does not hold back.

    Works while the service runs. Raises NotEmbedded, DumpFailed.
    """
    server = _embedded(supervisor)
    partial = file.with_name(f"{file.name}.partial")
    partial.touch(mode=0o600)
    _run(server, BACKUP, "pg_dump", "--format=custom", f"--file={partial}")
    partial.replace(file)


def restore(supervisor: Supervisor, file: Path) -> None:
    """Replace the database by the content of a dump; roles and passwords stay as they are.

    Raises NotEmbedded, StillRunning, DumpFailed; an unreadable dump is refused before anything
    is dropped.
    """
    server = _embedded(supervisor)
    if set(supervisor.started()) & set(PROCESSES):
        raise StillRunning
    _run(server, SUPERUSER, "pg_restore", "--list", str(file), connect=False)
    with server.connect() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.create_database(connection)
    _run(server, SUPERUSER, "pg_restore", "--exit-on-error", str(file))
    with server.connect(DATABASE) as connection:
        connection.execute(BEGIN_FEED_ANEW)


def _embedded(supervisor: Supervisor) -> PostgreSQL:
    server = supervisor.fleet.server("postgresql")
    if "postgresql" in supervisor.fleet.existing or not isinstance(server, PostgreSQL):
        raise NotEmbedded
    return server


def _run(
    server: PostgreSQL, role: str, program: str, *arguments: str, connect: bool = True
) -> None:
    place = ("-h", LOOPBACK, "-p", str(server.port), "-U", role, "-d", DATABASE) if connect else ()
    ended = subprocess.run(  # noqa: S603 - argument lists of our own, no shell
        [str(server.binaries() / program), *place, *arguments],
        env={"PGPASSWORD": server.secrets.passwords[role], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise DumpFailed(program=program, reason=ended.stderr.strip().splitlines()[-1])
