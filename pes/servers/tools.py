"""Programs that servers and tests need: found, installed where that is possible, or named."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pes.servers.accounts import running_as_root
from pes.servers.errors import ToolMissing


@dataclass(frozen=True)
class Tool:
    """A program, the name people know it by, and the Debian packages that bring it."""

    program: str
    label: str
    packages: tuple[str, ...]


JAVA = Tool("java", "Java 17 以上", ("default-jre-headless",))
MAVEN = Tool("mvn", "Maven", ("maven",))
CHROMIUM = Tool("chromium", "Chromium 浏览器", ("chromium",))
FONTS = Tool("fc-list", "中文字体", ("fontconfig", "fonts-noto-cjk"))
SERVER_TOOLS = (JAVA, MAVEN)
TEST_TOOLS = (CHROMIUM, FONTS)
ALL_TOOLS = (*SERVER_TOOLS, *TEST_TOOLS)
APT_SECONDS = 900


def find_tool(tool: Tool) -> Path | None:
    """Where the program is, or None; fonts count as found when there is a Chinese one."""
    found = shutil.which(tool.program)
    if found is None or (tool is FONTS and not _chinese_fonts(found)):
        return None
    return Path(found).resolve()


def ensure_tools(tools: tuple[Tool, ...]) -> None:
    """Install what is missing (root on Debian), or raise ToolMissing with the one command."""
    missing = [tool for tool in tools if find_tool(tool) is None]
    if not missing:
        return
    packages = [package for tool in missing for package in tool.packages]
    if running_as_root() and shutil.which("apt-get"):
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", *packages)
    missing = [tool for tool in missing if find_tool(tool) is None]
    if missing:
        labels = "、".join(tool.label for tool in missing)
        raise ToolMissing(tools=labels, command=install_command(tuple(missing)))


def install_command(tools: tuple[Tool, ...]) -> str:
    """The one command to type on Debian."""
    packages = " ".join(package for tool in tools for package in tool.packages)
    return f"sudo apt-get install -y {packages}"


def java_home() -> Path:
    """The folder of the Java installation in use."""
    java = find_tool(JAVA)
    if java is None:
        raise ToolMissing(tools=JAVA.label, command=install_command((JAVA,)))
    return java.parent.parent


def _chinese_fonts(fc_list: str) -> str:
    return subprocess.run(  # noqa: S603 - the program that `which` found, no shell
        [fc_list, ":lang=zh", "family"], capture_output=True, text=True, check=False
    ).stdout


def _apt(*arguments: str) -> None:
    line = ["/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments]
    subprocess.run(  # noqa: S603 - argument lists of our own, no shell
        line, check=False, stdout=subprocess.DEVNULL, timeout=APT_SECONDS
    )
