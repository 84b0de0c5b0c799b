"""Imports, made through the product's verbs."""

import tempfile
from pathlib import Path

from marketplace import intake
from marketplace.intake import ImportKind
from tests.world import TenantWorld

HEADER = "岗位名称,单位名称,月薪,工作地点"
TABLE = f"{HEADER}\n电工,试验厂,6千-8千,长沙·岳麓区\n,试验厂,7千,长沙·天心区\n"


def waiting_import(world: TenantWorld) -> int:
    """Return an uploaded file whose import nobody has started yet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text(TABLE, "utf-8")
        table = intake.read_table(intake.inspect(path), ImportKind.POSTINGS)
        with world.as_administrator() as work:
            return intake.keep_upload(work, table, ImportKind.POSTINGS, "试验来源").id
