import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.cleaning import (
    fold,
    fold_in_place,
    plain_line,
    plain_text,
    safe_cell,
    unescape_cell,
)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<b>招聘</b>普工", "招聘普工"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("<p>岗位职责</p><p>任职要求</p>", "岗位职责\n任职要求"),
        ("好<script>alert('x')</script>岗位", "好岗位"),
        ("<style>p{}</style>文员", "文员"),
        ("工资&nbsp;5000&lt;6000", "工资 5000<6000"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;文员", "文员"),
        ("<img src=x onerror=alert(1)>保安", "保安"),
        ("a\u200bb\u202ec\x00d\ufeff", "abcd"),
        ("甲\r\n乙\u2028丙", "甲\n乙\n丙"),
        ("甲  \t 乙\u3000丙", "甲 乙 丙"),
        ("甲\n\n\n\n乙 \n 丙", "甲\n\n乙\n丙"),
        ("年龄<35岁", "年龄<35岁"),
        ("AT&T C++", "AT&T C++"),
        (None, ""),
        ("   ", ""),
        ("𠮷野家·古丽", "𠮷野家·古丽"),
    ],
)
def test_markup_and_control_characters_go(dirty: str | None, clean: str) -> None:
    assert plain_text(dirty) == clean


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = plain_text(text)

    assert plain_text(once) == once
    assert not any(char in once for char in "\x00\u202e\u200b\r")


@given(st.text(alphabet="<>&;ltgampscrip/ x!-", max_size=40))
def test_no_tag_survives(text: str) -> None:
    assert "<script" not in plain_text(f"<script>{text}")


def test_a_short_field_is_one_line() -> None:
    assert plain_line("普工\n（长白班）<br>急招") == "普工 （长白班） 急招"


@given(st.text(max_size=40))
def test_folding_in_place_keeps_every_offset(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


def test_folding_makes_half_width_lower_case() -> None:
    assert fold("ＪＡＶＡ（１）：Ａ，") == "java(1):a,"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "＝1+1"]
)
def test_a_formula_is_made_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["普工", "-5000", "+86", "3-5年", "", "O'Brien", "'引号"])
def test_ordinary_cells_stay(cell: str) -> None:
    assert safe_cell(cell) == cell


@given(st.text(max_size=30) | st.sampled_from(["=1", "'=1", "''=1", "'a", "'", "-1", "'-a"]))
def test_our_escape_is_undone_on_the_way_back(cell: str) -> None:
    assert unescape_cell(safe_cell(cell)) == cell
