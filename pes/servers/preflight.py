"""What is named before anything starts: memory and disk too small, a demanded port taken."""

import shutil
from pathlib import Path

import psutil

from pes.servers.errors import PreflightFailed
from pes.servers.layout import Layout
from pes.servers.ports import is_free

GIB = 1024**3
MEMORY_GIB = {
    "postgresql": 0.3,
    "valkey": 0.1,
    "elasticsearch": 1.2,
    "web": 0.6,
    "worker": 0.7,
    "beat": 0.2,
}
DISK_GIB = 2.0
CGROUP = Path("/sys/fs/cgroup")


def check_machine(layout: Layout, names: tuple[str, ...], demanded_port: int | None = None) -> None:
    """Raise PreflightFailed with everything that stands in the way of starting `names`."""
    problems = [*_memory(names), *_disk(layout), *_port(demanded_port)]
    if problems:
        raise PreflightFailed(problems="；".join(problems))


def available_memory() -> int:
    """Bytes that can still be used, within the limit of the container."""
    available = int(psutil.virtual_memory().available)
    limit, used = _cgroup("memory.max"), _cgroup("memory.current")
    if limit is None or used is None:
        return available
    return min(available, max(limit - used + (_cgroup_cache() or 0), 0))


def available_disk(folder: Path) -> int:
    """Free bytes where the folder lies."""
    return shutil.disk_usage(folder).free


def _memory(names: tuple[str, ...]) -> list[str]:
    wanted, found = sum(MEMORY_GIB[name] for name in names), available_memory() / GIB
    if found >= wanted:
        return []
    return [f"可用内存只有 {found:.1f} GB，需要 {wanted:.1f} GB"]


def _disk(layout: Layout) -> list[str]:
    folders = {layout.state, layout.data}
    found = [(folder, available_disk(folder) / GIB) for folder in sorted(folders)]
    return [
        f"{folder} 所在磁盘只剩 {free:.1f} GB，需要 {DISK_GIB:.1f} GB"
        for folder, free in found
        if free < DISK_GIB
    ]


def _port(port: int | None) -> list[str]:
    if port is None or is_free(port):
        return []
    return [f"端口 {port} 已被占用，请换一个端口（--web-port）"]


def _cgroup(name: str) -> int | None:
    file = CGROUP / name
    text = file.read_text("ascii").strip() if file.is_file() else "max"
    return None if text == "max" else int(text)


def _cgroup_cache() -> int | None:
    """Bytes of page cache in `memory.current`, which the kernel gives back when asked."""
    file = CGROUP / "memory.stat"
    if not file.is_file():
        return None
    rows = dict(line.split() for line in file.read_text("ascii").splitlines())
    return int(rows.get("inactive_file", 0))
