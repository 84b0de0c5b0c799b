"""Missing programs are installed where that is possible, else the one command is named."""

from pathlib import Path

import pytest

from pes.servers.accounts import running_as_root
from pes.servers.errors import ToolMissing
from pes.servers.tools import FONTS, SERVER_TOOLS, ensure_tools, find_tool

APT_GET = """#!/bin/sh
echo "$@" >> {folder}/asked
for name in java mvn; do printf '#!/bin/sh\\n' > {folder}/$name; chmod +x {folder}/$name; done
"""


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def test_the_one_command_is_named_where_nothing_can_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing) as refusal:
        ensure_tools(SERVER_TOOLS)
    assert refusal.value.text() == (
        "缺少 Java 17 以上、Maven。请先运行：sudo apt-get install -y default-jre-headless maven"
    )


@pytest.mark.skipif(not running_as_root(), reason="only root may install packages")
def test_root_on_debian_installs_what_is_missing_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "apt-get", APT_GET.format(folder=tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}:{_shell_only(tmp_path)}")
    ensure_tools(SERVER_TOOLS)
    ensure_tools(SERVER_TOOLS)
    assert (tmp_path / "asked").read_text().splitlines() == [
        "-q update",
        "-q install -y --no-install-recommends default-jre-headless maven",
    ]


def test_a_machine_without_chinese_fonts_lacks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "fc-list", "#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_tool(FONTS) is None
    program(tmp_path, "fc-list", "#!/bin/sh\necho Noto Sans CJK SC\n")
    assert find_tool(FONTS) is not None


def _shell_only(folder: Path) -> Path:
    """A folder with the programs that a shell script needs, and no Java."""
    shell = folder / "shell"
    shell.mkdir()
    for name in ("sh", "chmod"):
        (shell / name).symlink_to(Path("/bin") / name)
    return shell
