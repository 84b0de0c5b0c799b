"""Servers that run elsewhere, named by PES_ variables: not started, only asked for health."""

from base64 import b64encode
from dataclasses import dataclass
from http.client import OK, HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import unquote, urlsplit

import psycopg
import redis

from pes.servers.deployment import read_deployment
from pes.servers.layout import Layout
from runtime.settings import Settings

FIELDS = {
    "postgresql": "database_url",
    "valkey": "valkey_url",
    "elasticsearch": "elasticsearch_url",
}


@dataclass(frozen=True)
class Existing:
    """A server that somebody else runs."""

    name: str
    url: str

    def healthy(self) -> bool:
        """Whether it answers."""
        return {
            "postgresql": _postgresql_answers,
            "valkey": _valkey_answers,
            "elasticsearch": _elasticsearch_answers,
        }[self.name](self.url)

    def address(self) -> str:
        """The address without user and password."""
        scheme, _, rest = self.url.partition("://")
        place = rest.rsplit("@", 1)[-1]
        return f"{scheme}://{place}" if self.name == "elasticsearch" else place


def existing_servers(settings: Settings, layout: Layout) -> dict[str, Existing]:
    """The servers whose address in the settings is not the one that we wrote ourselves."""
    ours = read_deployment(layout)
    return {
        name: Existing(name, url)
        for name, field in FIELDS.items()
        if (url := str(getattr(settings, field))) and url != ours.get(field)
    }


def _postgresql_answers(url: str) -> bool:
    try:
        psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _valkey_answers(url: str) -> bool:
    try:
        with redis.from_url(url, socket_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _elasticsearch_answers(url: str) -> bool:
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=5)
    headers = {}
    if parts.username:
        word = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["Authorization"] = f"Basic {b64encode(word).decode()}"
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/_cluster/health", headers=headers)
        return connection.getresponse().status == OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
