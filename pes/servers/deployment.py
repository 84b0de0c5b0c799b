"""Generated secrets and addresses of a deployment, in `deployment.json` (0600)."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from pes.servers.layout import Layout
from pes.servers.ports import LOOPBACK
from pes.servers.record import write_private
from tenants.secrecy import new_key_ring

DATABASE = "pes"
SUPERUSER, OWNER, APP, BACKUP = "postgres", "pes_owner", "pes_app", "pes_backup"
ROLES = (SUPERUSER, OWNER, APP, BACKUP)
KEY_BYTES = 32


@dataclass(frozen=True)
class Secrets:
    """Made once for a state folder, kept for good: data are unreadable without them."""

    secret_key: str
    key_ring: str
    passwords: dict[str, str]


@dataclass(frozen=True)
class Addresses:
    """Where the servers of a deployment answer; `admin_url` is the superuser's."""

    database_url: str
    owner_url: str
    admin_url: str
    valkey_url: str
    elasticsearch_url: str
    model_dir: str


def secrets_of(layout: Layout) -> Secrets:
    """The deployment's secrets, made at the first call."""
    stored = read_deployment(layout)
    passwords = {role: stored.get("passwords", {}).get(role) or _word() for role in ROLES}
    found = Secrets(
        secret_key=stored.get("secret_key") or _word(),
        key_ring=stored.get("key_ring") or new_key_ring(),
        passwords=passwords,
    )
    _merge(layout, stored, **vars(found))
    return found


def write_addresses(layout: Layout, addresses: Addresses) -> None:
    """Keep the addresses beside the secrets, for `runtime.settings`."""
    _merge(layout, read_deployment(layout), **vars(addresses))


def read_deployment(layout: Layout) -> dict[str, Any]:
    """Everything in the file; empty before the first start."""
    if not layout.deployment_file.is_file():
        return {}
    content: dict[str, Any] = json.loads(layout.deployment_file.read_text("utf-8"))
    return content


def database_url(role: str, password: str, port: int, database: str = DATABASE) -> str:
    """SQLAlchemy address of an embedded PostgreSQL database."""
    return f"postgresql+psycopg://{role}:{password}@{LOOPBACK}:{port}/{database}"


def _merge(layout: Layout, stored: dict[str, Any], **values: Any) -> None:
    merged = {**stored, **values}
    if merged != stored:
        write_private(layout.deployment_file, json.dumps(merged, indent=2))


def _word() -> str:
    return secrets.token_urlsafe(KEY_BYTES)
