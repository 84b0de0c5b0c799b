"""The component library: complete on /ui, light, and fit for everyone."""

import gzip
import re
from pathlib import Path

from flask.testing import FlaskClient

from web.assets import STATIC
from web.budget import BUDGET

WEB = Path(STATIC).parent
MACROS = WEB / "templates" / "ui"
LIGHT_CSS, LIGHT_FIRST_LOAD = 14 * 1024, 80 * 1024
INSIDE_OTHERS = {
    "icon", "hidden", "hidden_tokens", "choice_items", "township_select", "occupation_suggestions",
    "says", "kept_form", "footer", "form", "post_button", "error_notes", "facet_counts",
}  # fmt: skip


def packed(text: bytes) -> int:
    return len(gzip.compress(text, 9))


def public_macros() -> set[str]:
    sources = [path.read_text("utf-8") for path in MACROS.glob("*.html")]
    return {name for text in sources for name in re.findall(r"{% macro ([a-z]\w*)", text)}


def test_every_component_is_shown_and_documented(client: FlaskClient) -> None:
    shown = "".join(
        path.read_text("utf-8") for path in (WEB / "templates" / "library").glob("*.html")
    )
    for name in public_macros() - INSIDE_OTHERS:
        assert f"ui.{name}(" in shown, name
    for path in MACROS.glob("*.html"):
        text = path.read_text("utf-8")
        assert text.startswith("{#"), path
        head = text.partition("#}")[0]
        for name in re.findall(r"{% macro ([a-z]\w*)", text):
            assert name in head or name in INSIDE_OTHERS, name


def test_pages_are_light(client: FlaskClient) -> None:
    assert packed((STATIC / "pes.css").read_bytes()) <= LIGHT_CSS
    page = client.get("/login").data
    scripts = sum(packed(path.read_bytes()) for path in STATIC.rglob("*.js"))
    first = packed(page) + packed((STATIC / "pes.css").read_bytes()) + scripts
    assert first <= LIGHT_FIRST_LOAD
    assert scripts <= 25 * 1024


def test_pages_carry_no_inline_styles_or_scripts(client: FlaskClient) -> None:
    for address in ("/ui", "/ui/trial", "/ui/widths", "/login", "/register", "/missing"):
        html = client.get(address).text
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", html), address
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert client.get(address).headers["Referrer-Policy"] == "same-origin"


def test_the_nonce_of_the_page_is_that_of_its_policy(client: FlaskClient) -> None:
    page = client.get("/login")
    nonces = set(re.findall(r'nonce="([^"]+)"', page.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in page.headers["Content-Security-Policy"]
    assert (
        page.headers["Content-Security-Policy"]
        != client.get("/login").headers["Content-Security-Policy"]
    )


def test_frame_stays_within_the_query_budget(client: FlaskClient) -> None:
    for address in ("/ui", "/login", "/register"):
        assert int(client.get(address).headers["X-Query-Count"]) <= BUDGET


def test_static_files_are_kept_for_good_and_compressed(client: FlaskClient) -> None:
    address = re.findall(r'href="([^"]+pes\.css)"', client.get("/login").text)[0]
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert gzip.decompress(answer.data) == (STATIC / "pes.css").read_bytes()
    assert client.get(address.replace("pes.css", "../app.py")).status_code == 404
    assert client.get(address.replace("pes.css", "none.css")).status_code == 404


def test_pages_are_compressed(client: FlaskClient) -> None:
    answer = client.get("/ui", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "组件库" in gzip.decompress(answer.data).decode()


def test_pickers_answer_parts(client: FlaskClient) -> None:
    towns = client.get("/pickers/townships/place?place_county=430104").text
    assert '<select class="select" id="place_town" name="place">' in towns
    assert towns.count("<option") > 5
    assert client.get("/pickers/townships/place?place_county=x").status_code == 200
    found = client.get("/pickers/occupations/job?job_words=叉车&multiple=1").text
    assert 'type="checkbox"' in found
    assert "没有找到" in client.get("/pickers/occupations/job?job_words=%E3%89%9F%E3%89%9F").text


def test_the_api_is_described(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json
    assert described is not None
    assert described["openapi"].startswith("3.1")
