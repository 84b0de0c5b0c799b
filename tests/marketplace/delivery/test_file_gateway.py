"""The gateway of files: one file an attempt, readable by its owner only, broken files set aside."""

import stat
from pathlib import Path

from marketplace.delivery import FileGateway, Receipt, ReceiptStatus, Reply, Sms, sms_gateway
from runtime.settings import settings

SMS = Sms(reference="1-2-3-abc", sender="123331", phone="13912345678", text="你好")


def test_the_same_attempt_is_there_once(tmp_path: Path) -> None:
    out = FileGateway(tmp_path)
    assert out.send(SMS) == out.send(SMS)
    (row,) = out.sent()
    assert (row["to"], row["text"]) == ("13912345678", "你好")


def test_files_are_the_owners_own(tmp_path: Path) -> None:
    out = FileGateway(tmp_path)
    out.send(SMS)
    (path,) = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_came_in_waits_until_it_is_acknowledged(tmp_path: Path) -> None:
    out = FileGateway(tmp_path)
    out.put_receipt("1-2-3-abc", ReceiptStatus.DELIVERED)
    out.put_reply("13912345678", "123331", "1", reply_id="r1")
    first, second = list(out.collect())
    assert isinstance(first.content, Receipt)
    assert isinstance(second.content, Reply)
    assert len(list(out.collect())) == 2
    for incoming in (first, second, second):
        out.acknowledge(incoming)
    assert list(out.collect()) == []


def test_a_broken_file_does_not_hold_up_the_others(tmp_path: Path) -> None:
    out = FileGateway(tmp_path)
    out.put_reply("13912345678", "123331", "1")
    (tmp_path / "inbox" / "0-broken.json").write_text("{")
    assert len(list(out.collect())) == 1
    assert [path.name for path in (tmp_path / "bad").iterdir()] == ["0-broken.json"]


def test_numbers_never_show_in_a_log() -> None:
    assert "13912345678" not in repr(SMS)


def test_the_deployment_names_the_folder() -> None:
    assert isinstance(sms_gateway(), FileGateway)
    assert settings().sms_dir.name == sms_gateway().folder.name
