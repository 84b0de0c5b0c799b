"""Signing in, out, again after a session ended; registering; choices of how pages look."""

import itertools
import secrets

from flask import Flask
from flask.testing import FlaskClient
from stdnum.cn import ric

from tenants.access import Role
from tests.web.conftest import Trial, fields_of, sign_in, token_in
from tests.world import PASSWORD, TenantWorld

NEVER_STORED = "no-store"
numbers = itertools.count(secrets.randbelow(900))


def id_number() -> str:
    """Return a well-formed resident's number that no other test uses."""
    born = f"43010419{50 + next(numbers) // 360 % 50:02d}{1 + next(numbers) // 28 % 12:02d}"
    body = f"{born}{1 + next(numbers) % 28:02d}{secrets.randbelow(1000):03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def test_sign_in_and_out(client: FlaskClient, tenant: TenantWorld) -> None:
    assert client.get("/trial").location == "/login?next=/trial"
    sign_in(client, tenant)
    page = client.get("/trial")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == NEVER_STORED
    assert f"试验{tenant.code}市" in page.text
    out = client.post("/logout", data=fields_of(client, "/trial"))
    assert "storage" in out.headers["Clear-Site-Data"]
    assert client.get("/trial").status_code == 303


def test_after_sign_in_one_is_where_one_wanted_to_be(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    form = {
        "username": tenant.account(Role.REVIEWER).login, "password": PASSWORD, "next": "/trial",
        **fields_of(client, "/login?next=/trial"),
    }  # fmt: skip
    assert client.post("/login", data=form).location == "/trial"
    form["next"] = "https://evil.test/"
    form["csrf_token"] = token_in(client.get("/login").text)
    assert not client.post("/login", data=form).location.startswith("https://evil")


def test_wrong_password_keeps_the_name_and_never_the_password(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    login = tenant.account(Role.REVIEWER).login
    form = {"username": login, "password": "wrong-password", **fields_of(client, "/login")}
    answer = client.post("/login", data=form)
    assert answer.status_code == 422
    assert f'value="{login}"' in answer.text
    assert "wrong-password" not in answer.text
    assert "登录名或密码不正确" in answer.text


def test_a_new_password_ends_every_session(app: Flask, tenant: TenantWorld) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    login = tenant.account(Role.REVIEWER).login
    for each in (here, elsewhere):
        sign_in(each, tenant)
    form = {"old_password": "wrong-password", "password": "ein-langes-neues-wort"}
    wrong = here.post("/password", data={**form, **fields_of(here, "/password")})
    assert wrong.status_code == 422
    assert "现在的密码不正确" in wrong.text
    form["old_password"] = PASSWORD
    weak = {**form, "password": "12345678", **fields_of(here, "/password")}
    assert "不能是常见密码" in here.post("/password", data=weak).text
    done = here.post("/password", data={**form, **fields_of(here, "/password")})
    assert done.location == "/login"
    assert "请用新密码登录" in here.get("/login").text
    assert elsewhere.get("/trial").location == "/login?next=/trial"
    for password, status in ((PASSWORD, 422), (form["password"], 303)):
        entry = {"username": login, "password": password, **fields_of(here, "/login")}
        assert here.post("/login", data=entry).status_code == status


def test_session_has_a_new_id_and_a_guarded_cookie(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    sign_in(client, tenant)
    first = client.get_cookie("pes_session")
    assert first is not None
    assert first.http_only
    assert first.same_site == "Lax"
    sign_in(client, tenant)
    second = client.get_cookie("pes_session")
    assert second is not None
    assert first.value != second.value
    client.set_cookie("pes_session", first.value)
    assert client.get("/trial").status_code == 303


def test_a_form_without_its_token_is_not_taken(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    lost = client.post("/trial", data={"title": "缝纫工"})
    assert lost.status_code == 403
    cross = {"Sec-Fetch-Site": "cross-site"}
    form = {"title": "缝纫工", **fields_of(client, "/trial")}
    assert client.post("/trial", data=form, headers=cross).status_code == 403
    assert trial.saved == []
    assert client.post("/trial", data=form).status_code == 303


def test_tokens_are_masked_anew_on_every_page(client: FlaskClient) -> None:
    assert token_in(client.get("/login").text) != token_in(client.get("/login").text)


def test_a_session_that_ended_while_typing_loses_nothing(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "写了半天", "pay_low": "6000"}
    client.post("/logout", data=fields_of(client, "/trial"))
    ended = client.post("/trial", data=form)  # with the token of the page that was open
    assert ended.status_code == 401
    assert "写了半天" not in ended.text  # sealed, not readable in the page
    kept = token_in(ended.text, "kept")
    back = client.post(
        "/login",
        data={
            "username": tenant.account(Role.REVIEWER).login, "password": PASSWORD, "kept": kept,
            "csrf_token": token_in(ended.text),
        },
    )  # fmt: skip
    assert back.status_code == 200
    assert "写了半天" in back.text
    assert trial.saved == []
    again = client.post(
        "/trial",
        data={
            "title": "写了半天", "pay_low": "6000", "_assist": "resume",
            "csrf_token": token_in(back.text),
        },
    )  # fmt: skip
    assert again.status_code == 200
    assert 'value="写了半天"' in again.text
    assert trial.saved == []


def test_a_browser_that_lost_its_cookies_loses_nothing_typed(
    app: Flask, tenant: TenantWorld, trial: Trial
) -> None:
    first = app.test_client()
    sign_in(first, tenant)
    form = {**fields_of(first, "/trial"), "title": "写了半天", "pay_low": "6000"}
    ended = app.test_client().post("/trial", data=form)
    assert ended.status_code == 401
    assert token_in(ended.text, "kept")
    assert trial.saved == []


def test_signing_in_again_in_another_tab_keeps_what_this_one_typed(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "title": "写了半天", "pay_low": "6000"}
    client.post("/logout", data=fields_of(client, "/trial"))
    sign_in(client, tenant)
    shown = client.post("/trial", data=form)
    assert shown.status_code == 403
    assert 'value="写了半天"' in shown.text
    assert "请再点一次提交" in shown.text
    assert trial.saved == []
    again = {**form, "csrf_token": token_in(shown.text)}
    assert client.post("/trial", data=again).status_code == 303
    assert [saved.title for saved in trial.saved] == ["写了半天"]


def test_a_sign_in_form_without_cookies_is_shown_again(client: FlaskClient) -> None:
    form = {"username": "somebody", "password": "x", "csrf_token": "old"}
    shown = client.post("/login", data=form)
    assert shown.status_code == 403
    assert 'value="somebody"' in shown.text
    assert "请再点一次提交" in shown.text


def test_what_another_site_sends_is_not_offered_again(
    client: FlaskClient, tenant: TenantWorld, trial: Trial
) -> None:
    sign_in(client, tenant)
    sent = {"title": "别处填的", "csrf_token": "none"}
    answer = client.post("/trial", data=sent, headers={"Origin": "https://evil.test"})
    assert answer.status_code == 403
    assert "别处填的" not in answer.text
    assert trial.saved == []


def test_a_program_that_is_not_signed_in_is_told_so(client: FlaskClient) -> None:
    answer = client.post("/api/v1/postings", json={"title": "缝纫工"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "sign_in_required")


def test_a_kept_form_cannot_be_forged(client: FlaskClient, tenant: TenantWorld) -> None:
    form = {
        "username": tenant.account(Role.REVIEWER).login, "password": PASSWORD,
        "kept": "forged", **fields_of(client, "/login"),
    }  # fmt: skip
    assert client.post("/login", data=form).status_code == 303


def registration(client: FlaskClient, tenant: TenantWorld, **changes: object) -> dict[str, object]:
    person = {
        "tenant_id": tenant.code, "name": "王小丽", "id_number": id_number(),
        "phone": f"138{secrets.randbelow(10**8):08d}", "password": "zhaogongzuo-2026",
        "agreed": ["recommendation"],
    }  # fmt: skip
    return {**person, **fields_of(client, "/register"), **changes}


def test_a_person_registers_and_is_signed_in(client: FlaskClient, tenant: TenantWorld) -> None:
    form = registration(client, tenant)
    assert client.post("/register", data=form).status_code == 303
    assert client.get("/trial").status_code == 200
    client.post("/logout", data=fields_of(client, "/trial"))
    again = {
        "username": form["phone"], "password": form["password"], **fields_of(client, "/login"),
    }  # fmt: skip
    assert client.post("/login", data=again).status_code == 303


def test_a_used_phone_is_spoken_of_as_a_phone(client: FlaskClient, tenant: TenantWorld) -> None:
    first = registration(client, tenant)
    assert client.post("/register", data=first).status_code == 303
    client.post("/logout", data=fields_of(client, "/trial"))
    again = registration(client, tenant, phone=first["phone"], password="another-one-2026")
    refused = client.post("/register", data=again)
    assert refused.status_code == 422
    assert 'href="#phone"' in refused.text
    assert "这个手机号已有人登记。如果是您本人，请直接登录" in refused.text
    assert "登录名" not in refused.text


def test_a_wrong_id_number_keeps_what_was_typed(client: FlaskClient, tenant: TenantWorld) -> None:
    form = registration(client, tenant, id_number="430104197013011234")
    refused = client.post("/register", data=form)
    assert refused.status_code == 422
    assert 'value="王小丽"' in refused.text
    assert str(form["password"]) not in refused.text
    assert 'href="#id_number"' in refused.text


def test_a_registration_refused_half_way_can_be_sent_again(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    first = registration(client, tenant)
    assert client.post("/register", data=first).status_code == 303
    client.post("/logout", data=fields_of(client, "/trial"))
    second = registration(client, tenant, id_number=first["id_number"])
    assert client.post("/register", data=second).status_code == 422
    mended = {**second, **fields_of(client, "/register"), "id_number": id_number()}
    assert client.post("/register", data=mended).status_code == 303


def test_choices_of_how_pages_look(client: FlaskClient, tenant: TenantWorld) -> None:
    assert 'data-edition="standard"' in client.get("/login").text
    form = {**fields_of(client, "/login"), "edition": "elder", "next": "/login"}
    assert client.post("/preferences", data=form).location == "/login"
    page = client.get("/login").text
    assert 'data-edition="elder"' in page
    assert "普通版" in page
    client.post("/preferences", data={**fields_of(client, "/login"), "text": "30"})
    assert 'data-text="30"' in client.get("/login").text
    client.post("/preferences", data={**fields_of(client, "/login"), "language": "en"})
    assert '<html lang="en"' in client.get("/login").text
    client.post("/preferences", data={**fields_of(client, "/login"), "language": "klingon"})
    assert '<html lang="en"' in client.get("/login").text


def test_choices_follow_the_account(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant)
    client.post("/preferences", data={**fields_of(client, "/trial"), "edition": "elder"})
    client.delete_cookie("pes_edition")
    assert 'data-edition="elder"' in client.get("/trial").text


def test_a_visitor_looks_around_in_another_region(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    form = {**fields_of(client, "/login"), "tenant_id": other_tenant.code}
    assert client.post("/tenants/switch", data=form).status_code == 303
    assert f"试验{other_tenant.code}市" in client.get("/login").text


def test_nobody_switches_into_a_region_without_a_role(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    sign_in(client, tenant)
    form = {**fields_of(client, "/trial"), "tenant_id": other_tenant.code}
    assert client.post("/tenants/switch", data=form).status_code == 403
    assert f"试验{tenant.code}市" in client.get("/trial").text


def test_all_faults_of_a_registration_are_shown_together(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    wrong = {"name": "王😀", "id_number": "430104197013011234", "phone": "12345", "password": "123"}
    refused = client.post("/register", data=registration(client, tenant, **wrong))
    assert refused.status_code == 422
    for field in wrong:
        assert f'href="#{field}"' in refused.text

    empty_too = client.post("/register", data=registration(client, tenant, **wrong | {"name": ""}))
    for text in ("请填写姓名", "证件号码校验不通过", "手机号须为 11 位", "密码须为 8 至 128 位"):
        assert text in empty_too.text
