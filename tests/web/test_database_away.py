"""PostgreSQL does not answer: a Chinese page that keeps what was typed, and recovery by itself."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from runtime.settings import reset_settings, settings
from tests.web.conftest import Trial, fields_of, sign_in
from tests.world import TenantWorld

Lose = Callable[[], None]


@pytest.fixture
def lose_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lose]:
    """Point the product at a port where nothing listens."""

    def lose() -> None:
        away = settings().database_url.rpartition("@")[0] + "@127.0.0.1:9/none"
        monkeypatch.setenv("PES_DATABASE_URL", away)
        reset_settings()

    yield lose
    monkeypatch.undo()
    reset_settings()


def test_pages_say_so_in_chinese(client: FlaskClient, lose_database: Lose) -> None:
    client.set_cookie("pes_session", "somebody")
    lose_database()
    answer = client.get("/trial")
    assert answer.status_code == 503
    assert "服务正在恢复" in answer.text
    assert "再试一次" in answer.text
    fragment = client.get("/trial", headers={"HX-Request": "true"})
    assert fragment.status_code == 503
    assert fragment.headers["HX-Retarget"] == "#pes-notices"
    problem = client.get("/trial", headers={"Accept": "application/json"})
    assert problem.content_type == "application/problem+json"


def test_a_form_is_kept_until_the_database_is_back(
    client: FlaskClient, tenant: TenantWorld, trial: Trial, lose_database: Lose,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "写了半天的内容"}
    lose_database()
    away = client.post("/trial", data=form)
    assert away.status_code == 503
    assert "写了半天的内容</textarea>" in away.text
    monkeypatch.undo()
    reset_settings()
    assert client.post("/trial", data=form).status_code == 303
    assert [one.title for one in trial.saved] == ["写了半天的内容"]


def test_pages_without_data_still_come(client: FlaskClient, lose_database: Lose) -> None:
    lose_database()
    assert client.get("/login").status_code == 200
    assert client.get("/ui/trial").status_code == 200
