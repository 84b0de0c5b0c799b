"""What stands in an index: a document with its id, routing and external version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

GONE = "gone"
GONE_AT = "gone_at"
TENANT = "tenant_id"
VECTOR = "vector"

FINAL_VERSION = 2**62
"""Version of the tombstone of a row that no longer exists. Ids are never given twice, so no
later version can be true: whatever a late writer still holds loses against it."""

SHARED_PROPERTIES: dict[str, dict[str, Any]] = {
    TENANT: {"type": "integer"},
    GONE: {"type": "boolean"},
    GONE_AT: {"type": "date"},
}
"""Fields that every index has: the tenant filter and the tombstone."""


@dataclass(frozen=True)
class Document:
    """One document; `version` is the row's, so a late write of an older one is refused."""

    id: str
    routing: str
    version: int
    body: Mapping[str, Any]

    @cached_property
    def json(self) -> str:
        """The body as it is sent: written once, however many indices it goes to."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))


def document_id(tenant_id: int, row_id: int) -> str:
    """Return the id of a row's document. It holds the tenant, so the routing can never differ
    between two writes of the same document: a move to another tenant is another document.
    """
    return f"{tenant_id}-{row_id}"


def parse_document_id(name: str) -> tuple[int, int] | None:
    """Return tenant and row of a document's id; None for an id we never gave."""
    tenant, _, row = name.partition("-")
    if not (tenant.isascii() and tenant.isdigit() and row.isascii() and row.isdigit()):
        return None
    return int(tenant), int(row)


def routing_of(tenant_id: int) -> str:
    """Return the routing of a tenant's documents."""
    return str(tenant_id)


def tombstone(tenant_id: int, row_id: int, version: int, at: datetime) -> Document:
    """Return what takes the place of a hidden or deleted row: no content, only the version.

    A real delete is forgotten by Elasticsearch after `index.gc_deletes`; a write that comes
    later with an older version would bring the document back.
    """
    return Document(
        id=document_id(tenant_id, row_id),
        routing=routing_of(tenant_id),
        version=version,
        body={TENANT: tenant_id, GONE: True, GONE_AT: at.isoformat()},
    )
