"""A form sent twice acts once; a changed one acts again."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Trial, fields_of, sign_in
from tests.world import TenantWorld


def test_a_form_sent_twice_acts_once(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "缝纫工"}
    first, second = client.post("/trial", data=form), client.post("/trial", data=form)
    assert first.location == second.location == "/trial"
    assert len(trial.saved) == 1


def test_the_same_page_with_other_content_acts_again(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "缝纫工"}
    client.post("/trial", data=form)
    client.post("/trial", data={**form, "title": "裁剪工"})
    assert [one.title for one in trial.saved] == ["缝纫工", "裁剪工"]


def test_a_refused_form_can_be_sent_again_as_it_is(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "缝纫工"}
    trial.refuse = "state"
    assert client.post("/trial", data=form).status_code == 409
    trial.refuse = ""
    assert client.post("/trial", data=form).status_code == 303
    assert len(trial.saved) == 1


def test_eight_at_the_same_time_act_once(
    app: Flask, client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "缝纫工"}
    cookie = client.get_cookie("pes_session")
    assert cookie is not None

    def send(_: int) -> int:
        browser = app.test_client()
        browser.set_cookie("pes_session", cookie.value)
        return browser.post("/trial", data=form).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(8)))
    assert statuses == [303] * 8
    assert len(trial.saved) == 1
