"""How `pes` answers: JSON on stdout, one Chinese line on stderr, exit codes 0, 1, 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pes.commands import COMMANDS
from runtime.settings import CHECKOUT
from tests.pes.support import discard_data


@pytest.fixture
def pes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command in a state folder where nothing runs."""
    monkeypatch.setenv("PES_STATE_DIR", str(tmp_path / "state"))
    for name in ("DATABASE", "OWNER", "VALKEY", "ELASTICSEARCH"):
        monkeypatch.delenv(f"PES_{name}_URL", raising=False)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "pes.cli", *arguments]
        return subprocess.run(line, cwd=CHECKOUT, capture_output=True, text=True, check=False)

    yield run
    discard_data(tmp_path / "state")


def test_status_answers_when_everything_is_down(pes) -> None:
    answer = pes("status", "--json")

    assert answer.returncode == 0
    status = json.loads(answer.stdout)
    assert status["web"] is None
    assert status["logins"] == []
    assert set(status["servers"]) == {
        "postgresql", "valkey", "elasticsearch", "web", "worker", "beat",
    }  # fmt: skip
    down = {"state": "down", "address": None, "pid": None}
    assert all(server == down for server in status["servers"].values())


def test_doctor_says_no_with_what_to_do(pes) -> None:
    answer = pes("doctor", "--json")

    assert answer.returncode == 1
    report = json.loads(answer.stdout)
    failed = [check for check in report["checks"] if not check["ok"]]
    assert not report["ok"]
    assert failed
    assert all(check["remedy"] for check in failed)


def test_doctor_names_a_tuned_model_that_cannot_be_used(
    pes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model-ours"
    monkeypatch.setenv("PES_TUNED_MODEL_DIR", str(folder))
    before = json.loads(pes("doctor", "--json").stdout)["checks"]
    folder.mkdir()

    after = json.loads(pes("doctor", "--json").stdout)["checks"]

    assert "自训练的向量模型" not in {check["name"] for check in before}
    (found,) = [check for check in after if check["name"] == "自训练的向量模型"]
    assert not found["ok"]
    assert str(folder) in found["found"]
    assert "make models" in found["remedy"]


def test_wrong_usage_is_two_and_leaves_stdout_empty(pes) -> None:
    said = {
        ("nonsense",): "没有命令“nonsense”。用法见 pes --help。",
        ("status", "--nonsense"): "没有选项 --nonsense。用法见 pes status --help。",
        ("bench",): "缺少 name。用法见 pes bench --help。",
        ("bench", "bogus"): "没有名为“bogus”的基准测试。",
        ("reindex", "--index", "bogus"): "没有名为“bogus”的索引。",
    }
    for line, words in said.items():
        answer = pes(*line)
        assert (answer.returncode, answer.stdout) == (2, "")
        (only,) = answer.stderr.strip().splitlines()
        assert only.startswith(words)


def test_a_refusal_is_one_chinese_line(pes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PES_VALKEY_URL", "redis://127.0.0.1:1/0")
    answer = pes("up", "--servers-only", "--detach", "--json")

    assert (answer.returncode, answer.stdout) == (1, "")
    (line,) = answer.stderr.strip().splitlines()
    assert line.startswith("valkey（127.0.0.1:1/0）没有应答。请检查该服务器")


def test_help_names_every_command(pes) -> None:
    answer = pes("--help")
    assert answer.returncode == 0
    assert all(name in answer.stdout for name in COMMANDS)
