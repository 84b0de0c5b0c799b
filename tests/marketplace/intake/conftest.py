"""Files made for a test, and imports of them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from marketplace import intake
from marketplace.intake import ImportJob, ImportKind
from runtime.clock import today
from runtime.settings import CHECKOUT
from tests.world import TenantWorld

DATA = CHECKOUT.parent / "shared" / "data"
HEADER = ("岗位名称", "单位名称", "月薪", "工作地点", "招聘人数", "岗位职责", "有效期至")
GOOD = (
    "缝纫工",
    "长沙试验服装厂",
    "5000-7000元/月",
    "长沙·岳麓区",
    "3",
    "操作平缝机，按样衣完成工序，保证针距均匀。",
    (today() + timedelta(days=60)).isoformat(),
)


@pytest.fixture
def real() -> Callable[[str], Path]:
    """A real table, where this checkout lies beside them."""

    def find(name: str) -> Path:
        if not (DATA / name).is_file():
            pytest.skip(f"the real table {name} does not lie beside this checkout")
        return DATA / name

    return find


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as delimited text."""

    def write(
        rows: Sequence[Sequence[str]],
        name: str = "table.csv",
        *,
        encoding: str = "utf-8",
        delimiter: str = ",",
    ) -> Path:
        path = tmp_path / name
        lines = [
            delimiter.join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows
        ]
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture
def workbook_file(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a workbook; `merge` names ranges."""

    def write(rows: Sequence[Sequence[object]], *merge: str, name: str = "table.xlsx") -> Path:
        book = Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(list(row))
        for cells in merge:
            sheet.merge_cells(cells)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def take(
    world: TenantWorld,
    path: Path,
    kind: ImportKind = ImportKind.POSTINGS,
    *,
    source: str = "试验来源",
    publish: bool = False,
    **typed: object,
) -> ImportJob:
    """Import a file as the command does."""
    looked = intake.inspect(path)
    table = intake.read_table(looked, kind, [str(name) for name in typed.values()])
    actor = _actor(world)
    with world.as_system() as work:
        columns = intake.agree_on_columns(work, kind, source, table, typed)
        job = intake.open_job(
            work,
            kind,
            source,
            file_name=looked.name,
            file_hash=looked.digest,
            columns=columns,
            publish=publish,
        )
    return intake.run_import(actor, job.id, table)


def _actor(world: TenantWorld):
    with world.as_system() as work:
        return work.actor


def counts(job: ImportJob) -> tuple[int, int, int, int, int]:
    """Rows, created, changed, unchanged, rejected."""
    assert job.rows == job.created + job.changed + job.unchanged + job.rejected
    return job.rows, job.created, job.changed, job.unchanged, job.rejected
