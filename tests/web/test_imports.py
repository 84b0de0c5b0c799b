"""Importing on the page: upload, look, correct, start, read the report."""

import io

import pytest
from flask.testing import FlaskClient

from marketplace import intake
from marketplace.postings import Posting
from tenants.access import Role
from tests.web.conftest import fields_of, sign_in
from tests.world import TenantWorld
from workers.tasks.intake import run

TABLE = "gw,dw,xz,dd\n电工,长沙试验厂,6千-8千,长沙·岳麓区\n,长沙试验厂,7千,长沙·天心区\n"


def upload(client: FlaskClient, name: str, content: bytes, **form: str):
    sent = fields_of(client, "/officer/imports") | {"kind": "postings"} | form
    sent |= {"file": (io.BytesIO(content), name)}
    return client.post("/officer/imports", data=sent, content_type="multipart/form-data")


def test_from_upload_to_report(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    kept = upload(client, "岗位.csv", TABLE.encode("gbk"), source="区局")
    assert kept.status_code == 303
    address = kept.headers["Location"]
    page = client.get(address).text
    assert "待确认各列" in page
    assert "湖南省长沙市岳麓区" in page

    form = fields_of(client, address) | {"column_title": "gw", "column_company": "dw"}
    form |= {"column_pay": "xz", "column_place": "dd"}
    assert client.post(f"{address}/columns", data=form).status_code == 303
    assert "长沙试验厂" in client.get(address).text
    assert client.post(f"{address}/start", data=fields_of(client, address)).status_code == 303
    assert "正在导入" in client.get(address).text

    job_id = int(address.rpartition("/")[2])
    with tenant.as_system() as work:
        assert intake.due_uploads(work) == [job_id]
    run(tenant.code, job_id)

    page = client.get(address).text
    assert "已完成" in page
    assert "没有岗位名称" in page
    assert "有 1 条岗位是草稿" in page
    report = client.get(f"{address}/report.csv")
    assert report.data.decode("utf-8-sig").splitlines()[2].startswith("2,3,未导入")
    with tenant.as_system() as work:
        (posting,) = work.session.query(Posting).filter_by(tenant_id=tenant.code)
        assert intake.due_uploads(work) == []
    assert (posting.title, posting.source) == ("电工", "区局")
    again = client.post(f"{address}/start", data=fields_of(client, "/officer/imports"))
    assert again.status_code in {409, 422}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "旧版 .xls"),
        ("empty.csv", b"", "没有数据行"),
        ("picture.png", b"\x89PNG", "不支持文件"),
        ("cut.xlsx", b"PK\x03\x04rest", "已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(
    client: FlaskClient, tenant: TenantWorld, name: str, content: bytes, words: str
) -> None:
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)

    refused = upload(client, name, content)

    assert refused.status_code == 422
    assert words in refused.text


def test_only_administrators_import(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.REVIEWER)
    assert client.get("/officer/imports").status_code == 403
    sent = fields_of(client, "/officer/") | {"file": (io.BytesIO(TABLE.encode()), "t.csv")}
    answer = client.post("/officer/imports", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 403
