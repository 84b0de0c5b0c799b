"""Files of every make: encodings, delimiters, headers, workbooks, bombs."""

import gzip
import json
import zipfile

import pytest

from marketplace.intake.columns import ImportKind
from marketplace.intake.delimited import find_delimiter
from marketplace.intake.errors import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FileTypeUnknown,
    OldWorkbook,
)
from marketplace.intake.files import inspect
from marketplace.intake.tables import Table, read_table
from tests.marketplace.intake.conftest import GOOD, HEADER


def table_of(path) -> Table:
    return read_table(inspect(path), ImportKind.POSTINGS)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings(text_file, encoding, found):
    path = text_file([HEADER, GOOD], encoding=encoding)

    assert inspect(path).encoding == found
    table = table_of(path)
    assert table.columns == list(HEADER)
    assert dict(table.sample[0].cells) == dict(zip(HEADER, GOOD, strict=True))


def test_a_rare_character_survives_gb18030(text_file):
    path = text_file([HEADER, ("𠮷祥车间普工 ", *GOOD[1:])], encoding="gb18030")

    assert table_of(path).sample[0].cells["岗位名称"] == "𠮷祥车间普工 "


def test_one_broken_byte_is_no_other_encoding(text_file):
    path = text_file([HEADER, *[GOOD] * 30])
    path.write_bytes(path.read_bytes() + b"\r\n" + b"\xff\xfe,x")

    assert inspect(path).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(text_file, delimiter):
    path = text_file([HEADER, GOOD], delimiter=delimiter)

    assert find_delimiter(path.read_text()) == delimiter
    assert table_of(path).sample[0].cells["月薪"] == "5000-7000元/月"


def test_notes_above_the_header_are_passed_over(text_file):
    path = text_file([["2024年6月招聘岗位汇总表"], ["填表单位：某某街道", "日期"], HEADER, GOOD])

    table = table_of(path)

    assert table.columns == list(HEADER)
    assert (table.sample[0].number, table.sample[0].line) == (1, 4)


def test_no_header_is_noticed(text_file):
    table = table_of(text_file([GOOD, GOOD]))

    assert not table.headed
    assert table.columns[0] == "第1列"
    assert [row.number for row in table.rows()] == [1, 2]


def test_an_open_quote_does_not_swallow_the_rest(text_file):
    rows = [HEADER, GOOD, ('"电焊工', *GOOD[1:]), GOOD, GOOD]
    table = table_of(text_file(rows))

    assert len(list(table.rows())) == 4
    assert "电焊工" in next(row for row in table.rows() if row.number == 2).cells["岗位名称"]


def test_a_row_with_more_cells_than_columns_is_faulty(text_file):
    table = table_of(text_file([HEADER, (*GOOD, "多", "余"), GOOD]))

    assert [row.fault.code if row.fault else "" for row in table.rows()] == ["too_many_cells", ""]


def test_json_lines_and_their_bad_lines(tmp_path):
    path = tmp_path / "rows.jsonl"
    lines = ['{"title": "保洁员", "tags": ["五险", null]}', "{broken", "[1]", "", '{"title": NaN}']
    path.write_text("\n".join([*lines, '{"a":' * 100_000]), "utf-8")

    rows = list(table_of(path).rows())

    assert rows[0].cells == {"title": "保洁员", "tags": ["五险"]}
    assert [row.fault.code if row.fault else "" for row in rows[1:]] == [
        "not_json", "not_json", "", "not_json",
    ]  # fmt: skip
    assert [row.line for row in rows] == [1, 2, 3, 5, 6]


def test_a_packed_table(tmp_path, text_file):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(text_file([HEADER, GOOD]).read_bytes()))

    assert inspect(path).stem == "t"
    assert table_of(path).sample[0].cells["岗位名称"] == "缝纫工"


def test_merged_cells_are_filled_down(workbook_file):
    second = (None, None, "6000元/月", *GOOD[3:])
    table = table_of(
        workbook_file([["招聘汇总", *[None] * 6], HEADER, GOOD, second], "A1:G1", "A3:A4", "B3:B4")
    )

    assert table.columns == list(HEADER)
    assert [row.cells["单位名称"] for row in table.rows()] == ["长沙试验服装厂"] * 2


def test_a_header_of_two_lines(workbook_file):
    rows = [
        ["岗位名称", "单位名称", "薪酬", None, "工作地点"],
        [None, None, "最低工资", "最高工资", None],
        ["电工", "试验厂", 5000, 6000.5, "长沙·岳麓区"],
    ]
    table = table_of(workbook_file(rows, "A1:A2", "B1:B2", "C1:D1", "E1:E2"))

    assert table.columns == ["岗位名称", "单位名称", "最低工资", "最高工资", "工作地点"]
    assert table.sample[0].cells["最低工资"] == "5000"


def test_formulas_are_text(workbook_file):
    row = ('=HYPERLINK("http://127.0.0.1/x","电工")', *GOOD[1:4], "=1+2", *GOOD[5:])

    cells = table_of(workbook_file([HEADER, row])).sample[0].cells

    assert cells["岗位名称"].startswith("=HYPERLINK")
    assert cells["招聘人数"] == "=1+2"


def test_sheets_with_the_same_header_belong_together(tmp_path, workbook_file):
    from openpyxl import load_workbook  # noqa: PLC0415 - only here

    path = workbook_file([HEADER, GOOD])
    book = load_workbook(path)
    for title, rows in {"二": [HEADER, GOOD, GOOD], "说明": [["怎样填写"], ["请看第一页"]]}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)

    table = table_of(path)

    assert [row.number for row in table.rows()] == [1, 2, 3]
    assert table.skipped == ["说明"]


def test_refusals_of_whole_files(tmp_path):
    def made(name, content=b""):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    for error, path in (
        (FileMissing, tmp_path / "gone.csv"),
        (FileEmpty, made("empty.csv")),
        (FileEmpty, made("blank.csv", b" \r\n ")),
        (OldWorkbook, made("old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100)),
        (FileTypeUnknown, made("letter.docx", b"PK\x03\x04")),
        (FileTypeUnknown, made("picture.png", b"\x89PNG")),
        (FileDamaged, made("cut.xlsx", b"PK\x03\x04" + b"x" * 100)),
        (FileDamaged, made("cut.csv.gz", gzip.compress(b"a,b\n" * 9000)[:60])),
    ):
        with pytest.raises(error) as caught:
            inspect(path)
        assert caught.value.text().endswith("。")


def test_bombs_are_refused_before_they_are_unpacked(tmp_path, monkeypatch):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 200 * 1024 * 1024)
    with pytest.raises(FileTooLarge):
        inspect(bomb)

    monkeypatch.setattr("marketplace.intake.files.LARGEST_TEXT", 1000)
    packed = tmp_path / "bomb.csv.gz"
    packed.write_bytes(gzip.compress(b"a,b\n" * 1000))
    with pytest.raises(FileTooLarge):
        inspect(packed)


def test_entities_in_a_workbook_are_refused(tmp_path, workbook_file):
    path, evil = workbook_file([HEADER, GOOD]), tmp_path / "evil.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(evil, "w") as archive:
        for part in good.namelist():
            content = good.read(part)
            if "sheet1" in part:
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            archive.writestr(part, content)

    with pytest.raises(FileDamaged):
        table_of(evil)


def test_a_huge_cell_is_one_faulty_row(tmp_path):
    path = tmp_path / "huge.jsonl"
    huge = json.dumps({"title": "电工", "text": "焊" * 10_000_000}, ensure_ascii=False)
    path.write_text(f'{huge}\n{{"title": "保安"}}\n', "utf-8")

    assert len(list(table_of(path).rows())) == 2
