"""The page of a finished run: how it spread its recommendations, and which work the city lacks."""

from flask.testing import FlaskClient

from marketplace.seekers import Want
from matching.settings import PER_OPENING
from tenants.access import Role
from tenants.settings import change_setting
from tests.make.matching import people, profile, run_cycle
from tests.make.postings import published_posting
from tests.make.recommendations import finished_cycle
from tests.web.conftest import sign_in
from tests.world import TenantWorld


def test_the_administrator_sees_what_work_is_lacking(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    published_posting(tenant, openings=1)
    cleaner = profile(wants=(Want("保洁员", "4-09-08-01"),), max_km=1.0, place_code=431382)
    people(tenant, *(profile(experience_years=float(n)) for n in range(3)), cleaner)
    with tenant.as_administrator() as work:
        change_setting(work, PER_OPENING, 1)
    cycle_id = run_cycle(tenant)

    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    page = client.get(f"/officer/cycles/{cycle_id}").text

    rows = page.split("本市最缺的岗位", 1)[1].split('<tr role="row">')[2:]
    assert "缝纫工" in rows[0]
    assert "岗位不够" in rows[0]
    assert ">3</span>" in rows[0]
    assert ">2</span>" in rows[0]
    assert "保洁员" in rows[1]
    assert "没有这类岗位" in rows[1]
    assert "在招 1 个" in page


def test_a_run_recorded_before_there_were_such_figures_is_shown_without(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    (seeker,) = people(tenant, profile())
    cycle_id = finished_cycle(tenant, [(seeker, published_posting(tenant).id)])

    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    page = client.get(f"/officer/cycles/{cycle_id}")

    assert page.status_code == 200
    assert "本市最缺的岗位" not in page.text
