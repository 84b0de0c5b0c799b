"""An SMS gateway made of files, for development and tests.

Below the folder: `outbox/` one JSON line a message, named by its reference, so that the same
attempt can never be there twice; `inbox/` receipts and replies, one JSON object a file, which
move to `done/` when they were dealt with. A number on the list in `refuse.json`
(`{"13800000000": "bad_number"}`) is refused with that code. Everything is readable by the owner
only: this folder stands for the telephone network, so it holds numbers in clear.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from marketplace.delivery.gateway import (
    GatewayCode,
    GatewayRefused,
    Incoming,
    Receipt,
    ReceiptStatus,
    Reply,
    Sms,
    SmsGateway,
)
from runtime.clock import now
from runtime.settings import settings


class FileGateway:
    """Messages as files below `folder`."""

    name = "file"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, sms: Sms) -> str:
        """Write the message once; the same reference again changes nothing."""
        code = self._refusals().get(sms.phone)
        if code is not None:
            raise GatewayRefused(GatewayCode(code))
        provider_id = hashlib.sha256(sms.reference.encode()).hexdigest()[:20]
        content = {
            "id": provider_id,
            "reference": sms.reference,
            "from": sms.sender,
            "to": sms.phone,
            "text": sms.text,
            "at": now().isoformat(),
        }
        _write_once(self._outbox / f"{sms.reference}.json", content)
        return provider_id

    def collect(self, limit: int = 100) -> Iterator[Incoming]:
        """Return receipts and replies, oldest first; a file that is not one moves to `bad/`."""
        for path in sorted(self._inbox.glob("*.json"))[:limit]:
            try:
                yield Incoming(path.name, _incoming(json.loads(path.read_text("utf-8"))))
            except FileNotFoundError:
                continue
            except (ValueError, KeyError, TypeError):
                path.replace(self._folder("bad") / path.name)

    def acknowledge(self, incoming: Incoming) -> None:
        """Move the file to `done/`."""
        path = self._inbox / incoming.key
        if path.exists():
            path.replace(self._folder("done") / incoming.key)

    def refuse(self, phone: str, code: GatewayCode | None) -> None:
        """Play a network that refuses a number, or with None takes it again (tests)."""
        refusals = {**self._refusals(), phone: code}
        kept = {number: why for number, why in refusals.items() if why is not None}
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.folder / "refuse.json").write_text(json.dumps(kept), "utf-8")

    def put_receipt(
        self, reference: str, status: ReceiptStatus, code: GatewayCode | None = None
    ) -> None:
        """Play the network: report on a message (development and tests)."""
        content = {"receipt": reference, "status": status, "code": code, "at": now().isoformat()}
        self._put(content)

    def put_reply(self, phone: str, to: str, text: str, reply_id: str | None = None) -> str:
        """Play the person: answer a message (development and tests); returns the reply's id."""
        reply_id = reply_id or secrets.token_hex(8)
        content = {"reply": reply_id, "from": phone, "to": to, "text": text}
        self._put({**content, "at": now().isoformat()})
        return reply_id

    def sent(self) -> list[dict[str, Any]]:
        """Return what was sent, oldest first (development and tests)."""
        rows = [json.loads(path.read_text("utf-8")) for path in self._outbox.glob("*.json")]
        return sorted(rows, key=lambda row: (row["at"], row["reference"]))

    @cached_property
    def _outbox(self) -> Path:
        return self._folder("outbox")

    @cached_property
    def _inbox(self) -> Path:
        return self._folder("inbox")

    def _folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def _refusals(self) -> dict[str, str]:
        path = self.folder / "refuse.json"
        found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return found

    def _put(self, content: dict[str, Any]) -> None:
        stamp = now().strftime("%Y%m%dT%H%M%S%f")
        _write_once(self._inbox / f"{stamp}-{secrets.token_hex(4)}.json", content)


def sms_gateway() -> SmsGateway:
    """Return the gateway of this deployment."""
    return FileGateway(settings().sms_dir)


def _incoming(row: dict[str, Any]) -> Receipt | Reply:
    at = datetime.fromisoformat(row["at"])
    if "reply" in row:
        return Reply(str(row["reply"]), str(row["to"]), str(row["from"]), str(row["text"]), at)
    code = GatewayCode(row["code"]) if row.get("code") else None
    return Receipt(str(row["receipt"]), ReceiptStatus(row["status"]), code, at)


def _write_once(path: Path, content: dict[str, Any]) -> None:
    """Write whole or not at all; a file that is there stays as it is."""
    if path.exists():
        return
    draft = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
