"""Which servers a deployment has, on which ports, and the addresses they answer at."""

from dataclasses import dataclass
from pathlib import Path

from pes.servers.deployment import (
    APP,
    OWNER,
    SUPERUSER,
    Addresses,
    Secrets,
    database_url,
)
from pes.servers.elasticsearch import Elasticsearch
from pes.servers.existing import Existing
from pes.servers.layout import Layout
from pes.servers.ports import LOOPBACK, free_port, is_free
from pes.servers.postgresql import PostgreSQL
from pes.servers.python_processes import Beat, Web, Worker
from pes.servers.record import Record
from pes.servers.server import Say, Server, say_nothing
from pes.servers.valkey import Valkey
from runtime.settings import settings

DATA_SERVERS = ("postgresql", "valkey", "elasticsearch")
PROCESSES = ("web", "worker", "beat")
ALL = (*DATA_SERVERS, *PROCESSES)
PREFERRED_PORTS = {"postgresql": 15432, "valkey": 16379, "elasticsearch": 19200, "web": 8000}


@dataclass
class Fleet:
    """The servers of one deployment; `existing` ones are run by somebody else."""

    layout: Layout
    record: Record
    secrets: Secrets
    existing: dict[str, Existing]

    def server(self, name: str, say: Say = say_nothing) -> Server:
        """The managed server of that name, with the port that is recorded for it."""
        port = self.record.ports.get(name, 0)
        match name:
            case "postgresql":
                return PostgreSQL(self.layout, port, say, secrets=self.secrets)
            case "valkey":
                return Valkey(self.layout, port, say)
            case "elasticsearch":
                return Elasticsearch(self.layout, port, say)
            case "web":
                return Web(self.layout, port, say, host=self.record.web_host)
            case "worker":
                return Worker(self.layout, port, say, valkey_url=self.addresses().valkey_url)
            case _:
                return Beat(self.layout, port, say)

    def choose_ports(self, starting: tuple[str, ...]) -> None:
        """Keep each recorded port that is free; take the next free one otherwise."""
        for name in starting:
            preferred = PREFERRED_PORTS.get(name)
            kept = self.record.ports.get(name)
            if preferred is None or (kept and is_free(kept)):
                continue
            taken = frozenset(self.record.ports.values())
            self.record.ports[name] = free_port(preferred, taken)

    def addresses(self) -> Addresses:
        """Where everything answers, passwords included."""
        ports = self.record.ports
        given = {name: server.url for name, server in self.existing.items()}
        search = f"http://{LOOPBACK}:{ports.get('elasticsearch', 0)}"
        broker = f"redis://{LOOPBACK}:{ports.get('valkey', 0)}/0"
        return Addresses(
            **self._databases(),
            valkey_url=given.get("valkey", broker),
            elasticsearch_url=given.get("elasticsearch", search),
            model_dir=str(self.model_dir()),
        )

    def model_dir(self) -> Path:
        """Folder of the embedding model, shared by the deployments of a checkout."""
        return settings().home / ".pes" / "model"

    def _databases(self) -> dict[str, str]:
        if "postgresql" in self.existing:
            given = settings()
            return {
                "database_url": given.database_url,
                "owner_url": given.owner_url,
                "admin_url": "",
            }
        return {
            "database_url": self._database(APP),
            "owner_url": self._database(OWNER),
            "admin_url": self._database(SUPERUSER),
        }

    def _database(self, role: str) -> str:
        port = self.record.ports.get("postgresql", 0)
        return database_url(role, self.secrets.passwords[role], port)
