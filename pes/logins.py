"""Sign-ins of the demo, kept in `logins.json` for `pes status` and the summary."""

import json
from dataclasses import asdict, dataclass

from pes.servers.layout import layout_of
from pes.servers.record import write_private
from runtime.settings import settings


@dataclass(frozen=True)
class Login:
    """One persona's user name and password in one tenant."""

    persona: str
    tenant: str
    user: str
    password: str


def read_logins() -> list[Login]:
    """The demo's sign-ins; empty before the demo is loaded."""
    file = layout_of(settings().state_dir).state / "logins.json"
    if not file.is_file():
        return []
    return [Login(**each) for each in json.loads(file.read_text("utf-8"))]


def write_logins(logins: list[Login]) -> None:
    """Keep the demo's sign-ins; only the owner of the file may read them."""
    file = layout_of(settings().state_dir).state / "logins.json"
    write_private(file, json.dumps([asdict(each) for each in logins], indent=2))
