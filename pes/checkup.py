"""What `pes doctor` looks at. Nothing is started or changed."""

import platform
import re
import subprocess
from dataclasses import dataclass

from language.model_folder import TunedModelUnusable, check_tuned, is_adopted, tuned_folder
from pes.servers import Status, Supervisor
from pes.servers.accounts import running_as_root
from pes.servers.fleet import ALL
from pes.servers.ports import is_free
from pes.servers.preflight import (
    DISK_GIB,
    GIB,
    MEMORY_GIB,
    available_disk,
    available_memory,
)
from pes.servers.processes import find
from pes.servers.tools import ALL_TOOLS, JAVA, TEST_TOOLS, Tool, find_tool, install_command
from pes.servers_display import LABELS

OLDEST_JAVA = 17
TUNED = "自训练的向量模型"


@dataclass(frozen=True)
class Check:
    """One line of the table."""

    name: str
    found: str
    ok: bool = True
    remedy: str = ""


def checkup(supervisor: Supervisor) -> list[Check]:
    """Every check, tools first, servers last."""
    servers = supervisor.status()
    return [
        *check_tools(),
        _memory(servers),
        _disk(supervisor),
        _account(supervisor),
        *(_port(supervisor, name) for name in supervisor.fleet.record.ports),
        _model(supervisor),
        *_tuned_model(supervisor),
        *(_server(name, status) for name, status in servers.items()),
    ]


def check_tools() -> list[Check]:
    """Programs on this machine."""
    python = Check("Python", platform.python_version())
    return [python, *(_tool(tool) for tool in ALL_TOOLS)]


def _tool(tool: Tool) -> Check:
    path = find_tool(tool)
    remedy = install_command((tool,))
    if path is None and tool in TEST_TOOLS:
        return Check(tool.label, f"未安装，只有测试需要：{remedy}")
    if path is None:
        return Check(tool.label, "未安装", ok=False, remedy=remedy)
    if tool is JAVA:
        return _java(str(path), remedy)
    return Check(tool.label, str(path))


def _java(path: str, remedy: str) -> Check:
    output = subprocess.run(  # noqa: S603 - the program that `which` found, no shell
        [path, "-version"], capture_output=True, text=True, check=False
    ).stderr
    found = re.search(r'version "(\d+)', output)
    major = int(found.group(1)) if found else 0
    return Check(JAVA.label, f"Java {major}（{path}）", major >= OLDEST_JAVA, remedy)


def _memory(servers: dict[str, Status]) -> Check:
    missing = [name for name in ALL if servers[name].state == "down"]
    wanted, free = sum(MEMORY_GIB[name] for name in missing), available_memory() / GIB
    words = f"可用 {free:.1f} GB，未启动的服务还需要 {wanted:.1f} GB"
    return Check("内存", words, free >= wanted, "请关闭其他程序")


def _disk(supervisor: Supervisor) -> Check:
    folder = supervisor.layout.data
    free = available_disk(folder) / GIB
    return Check("磁盘", f"{folder} 可用 {free:.1f} GB", free >= DISK_GIB, "请清理磁盘")


def _account(supervisor: Supervisor) -> Check:
    who = "root，数据库和搜索服务器改用普通用户" if running_as_root() else "普通用户"
    return Check("运行身份", f"{who}；数据在 {supervisor.layout.data}")


def _port(supervisor: Supervisor, name: str) -> Check:
    port = supervisor.fleet.record.ports[name]
    ours = find(supervisor.fleet.record.running.get(name)) is not None
    free = ours or is_free(port)
    words = "使用中" if ours else ("空闲" if free else "被其他程序占用，下次启动会换一个端口")
    return Check(f"端口 {port}（{LABELS[name]}）", words)


def _model(supervisor: Supervisor) -> Check:
    file = supervisor.fleet.model_dir() / "model.onnx"
    return Check(LABELS["model"], str(file.parent), file.is_file(), "请运行 pes up")


def _tuned_model(supervisor: Supervisor) -> list[Check]:
    """Our own model, where one was adopted: whole, and measured against the base that is here."""
    folder = tuned_folder()
    if not is_adopted(folder):
        return []
    try:
        check_tuned(folder, supervisor.fleet.model_dir())
    except TunedModelUnusable as error:
        return [Check(TUNED, error.text(), ok=False, remedy="请运行 make models")]
    return [Check(TUNED, str(folder))]


def _server(name: str, status: Status) -> Check:
    words = {"up": "运行中", "starting": "没有应答", "down": "未运行"}[status.state]
    found = f"{words} {status.address or ''}".strip()
    return Check(LABELS[name], found, status.state == "up", "请运行 pes up")
