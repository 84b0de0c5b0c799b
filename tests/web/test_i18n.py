"""English is a catalogue over Chinese sources; its placeholders fit."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from web.assets import STATIC

FOLDER = Path(STATIC).parent / "translations" / "en" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def english() -> Catalog:
    """Return the catalogue as it is committed."""
    with FOLDER.joinpath("messages.po").open("rb") as source:
        return read_po(source, locale="en")


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    catalogue = english()
    with FOLDER.joinpath("messages.mo").open("wb") as target:
        write_mo(target, catalogue)


def test_translations_keep_every_placeholder() -> None:
    for message in english():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in filter(None, texts):
            if message.id:
                assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(ids[0])), text


def test_nothing_is_left_untranslated() -> None:
    left = [m.id for m in english() if m.id and not all(_texts(m.string))]
    assert left == []
    assert [m.id for m in english() if m.id and m.fuzzy] == []


def _texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def test_the_frame_speaks_english(client: FlaskClient) -> None:
    client.set_cookie("pes_language", "en")
    page = client.get("/login").text
    assert '<html lang="en"' in page
    for text in ("Sign in", "Password", "Skip to content"):
        assert text in page
    refused = client.post("/login", data={})
    assert "not sent, for your safety" in refused.text


def test_chinese_needs_no_catalogue(client: FlaskClient) -> None:
    assert "手机号或登录名" in client.get("/login").text
