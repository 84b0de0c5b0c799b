"""The organiser's pages and the public page of a fair."""

from flask.testing import FlaskClient

from runtime.clock import today
from tenants.access import Role
from tests.make.fairs import announced_fair, planned_fair
from tests.make.postings import published_posting
from tests.web.conftest import fields_of, sign_in
from tests.world import TenantWorld


def fair_form(client: FlaskClient, **changes: str) -> dict[str, str]:
    form = {
        **fields_of(client, "/organiser/fairs/new"),
        "title": "岳麓专场",
        "held_on_year": str(today().year + 1),
        "held_on_month": "3",
        "held_on_day": "8",
        "opens_at": "9：00",
        "closes_at": "12",
        "place_code_county": "430104",
        "address": "市民广场",
        "booths": "20",
    }
    return form | changes


def test_a_fair_is_planned_filled_and_announced(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    sign_in(client, tenant, Role.FAIR_ORGANISER)
    made = client.post("/organiser/fairs/new", data=fair_form(client))
    assert made.status_code == 303, made.text
    address = made.headers["Location"]
    page = client.get(address).text
    assert "岳麓专场" in page
    assert "湘江纺织试验厂" in page

    fields = fields_of(client, address) | {"employer_id": str(posting.employer_id)}
    assert client.post(f"{address}/exhibitors", data=fields).status_code == 303
    assert client.post(f"{address}/announce", data=fields_of(client, address)).status_code == 303
    public = client.get(address.removeprefix("/organiser")).text
    assert "湘江纺织试验厂" in public
    assert "缝纫工" in public


def test_a_wrong_time_comes_back_with_what_was_typed(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    sign_in(client, tenant, Role.FAIR_ORGANISER)
    answer = client.post("/organiser/fairs/new", data=fair_form(client, opens_at="早上"))
    assert answer.status_code == 422
    assert "时间请写成 9:00 这样" in answer.text
    assert 'value="岳麓专场"' in answer.text


def test_a_planned_fair_has_no_public_page(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.FAIR_ORGANISER)
    assert client.get(f"/fairs/{planned_fair(tenant).id}").status_code == 404
    assert client.get(f"/fairs/{announced_fair(tenant).id}").status_code == 200


def test_other_roles_are_kept_out(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.REVIEWER)
    assert client.get("/organiser/").status_code == 403
