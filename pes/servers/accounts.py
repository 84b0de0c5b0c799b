"""Which operating system user a server runs as, and which folders that user can reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from pes.servers.errors import DataOwnedByOther

ROOT = 0


@dataclass(frozen=True)
class Account:
    """An operating system user."""

    name: str
    uid: int
    gid: int


def running_as_root() -> bool:
    """Whether this process is root, which PostgreSQL and Elasticsearch refuse to run as."""
    return os.geteuid() == ROOT


def account_for(data: Path) -> Account | None:
    """The user to drop to, or None to stay who we are.

    As root that is the owner of data that exists already, else `nobody`.
    Raises DataOwnedByOther when we are an ordinary user and the data are someone else's.
    """
    owner = data.stat().st_uid if data.exists() else None
    if running_as_root():
        return _account(owner) if owner else _nobody()
    if owner is not None and owner != os.geteuid():
        raise DataOwnedByOther(path=data, owner=_account(owner).name)
    return None


def everyone_reaches(path: Path) -> bool:
    """Whether any user may enter every folder down to `path` and read it."""
    path = path.resolve()
    return all(_open_to_all(each) for each in (path, *path.parents) if each.exists())


def give(path: Path, account: Account | None) -> None:
    """Make `account` the owner of `path` and everything below it."""
    if account is None:
        return
    os.chown(path, account.uid, account.gid)
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(Path(folder) / name, account.uid, account.gid, follow_symlinks=False)


def _open_to_all(path: Path) -> bool:
    mode = path.stat().st_mode
    wanted = stat.S_IXOTH if stat.S_ISDIR(mode) else stat.S_IROTH
    return bool(mode & wanted)


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(name=str(uid), uid=uid, gid=uid)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
