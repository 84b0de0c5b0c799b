"""Typed fields become typed values; mistakes become sentences."""

from contextlib import suppress
from datetime import date
from typing import Annotated

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError
from werkzeug.datastructures import MultiDict

from runtime.clock import today
from web.forms import FenFromYuan, Form, HalfWidth, WholeNumber, field_errors, read_fields


class Profile(Form):
    name: Annotated[str, Field(title="姓名", min_length=2, max_length=5)]
    phone: Annotated[HalfWidth, Field(title="手机号", pattern=r"^1\d{10}$")] = "13800000000"
    born_on: Annotated[date | None, Field(title="出生日期")] = None
    pay: Annotated[FenFromYuan | None, Field(title="工资", ge=0)] = None
    openings: Annotated[WholeNumber, Field(title="人数", ge=1, le=999)] = 1
    place: Annotated[int | None, Field(title="地点")] = None
    wants: Annotated[list[str], Field(title="工种", max_length=2)] = Field(default_factory=list)
    password: str = ""
    pay_text: Annotated[HalfWidth, Field(title="薪酬", max_length=60)] = ""
    ends_on: Annotated[date | None, Field(title="截止日期")] = None


def read(*pairs: tuple[str, str]) -> Profile:
    return Profile.model_validate(read_fields(Profile, MultiDict([("name", "王小丽"), *pairs])))


def refusal(*pairs: tuple[str, str]) -> dict[str | None, str]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context("/"), pytest.raises(ValidationError) as caught:
        Profile.model_validate(read_fields(Profile, MultiDict(pairs)))
    with app.test_request_context("/"):
        return {error.field: error.message for error in field_errors(Profile, caught.value)}


def test_parts_are_joined() -> None:
    profile = read(
        ("born_on_year", "１９７０"), ("born_on_month", "5"), ("born_on_day", "1"),
        ("place_county", "430104"), ("place", "430105001"),
    )  # fmt: skip
    assert profile.born_on == date(1970, 5, 1)
    assert profile.place == 430104  # the township of another county is not believed


def test_a_township_of_the_chosen_county_is_kept() -> None:
    assert read(("place_county", "430104"), ("place", "430104001")).place == 430104001


@pytest.mark.parametrize("typed", ["5,000", "５０００", "5000元", " 5000 ", "¥5000.00"])
def test_money_as_people_type_it(typed: str) -> None:
    assert read(("pay", typed)).pay == 500_000


def test_a_text_cleaned_first_is_still_counted_in_characters() -> None:
    found = refusal(("name", "王小丽"), ("pay_text", "元" * 61))
    assert found["pay_text"] == "薪酬最多写 60 个字，请写短一些。"


def test_the_example_of_a_date_could_be_meant() -> None:
    parts = [(f"{name}_{part}", "x") for name in ("born_on", "ends_on") for part in ("year", "day")]
    found = refusal(("name", "王小丽"), *parts)
    assert "1970 年 5 月 1 日" in found["born_on"]
    assert f"{today().year + 1} 年 5 月 1 日" in found["ends_on"]


def test_control_characters_are_taken_away() -> None:
    assert read(("password", " a\0b\x85")).password == " ab"
    sent = {"name": "王\0小\x1b丽", "wants": ["a\0"], "job": {}}
    profile = Profile.model_validate(sent)
    assert (profile.name, profile.wants) == ("王小丽", ["a"])


def test_lists_and_empty_fields() -> None:
    profile = read(("wants", "a"), ("wants", ""), ("wants", "b"), ("openings", ""))
    assert profile.wants == ["a", "b"]
    assert profile.openings == 1


def test_controls_and_direction_marks_are_dropped_but_not_from_passwords() -> None:
    profile = read(("name", " 王\x00小\u202e丽\r\n"), ("password", " a\tb "))
    assert profile.name == "王小丽"
    assert profile.password == " a\tb "


@pytest.mark.parametrize(
    ("pairs", "field", "message"),
    [
        ((), "name", "请填写姓名。"),
        ((("name", "王"),), "name", "姓名至少写 2 个字。"),
        ((("name", "王小丽王小丽"),), "name", "姓名最多写 5 个字，请写短一些。"),
        ((("phone", "abc"),), "phone", "手机号的写法不对，请检查。"),
        ((("pay", "五千"),), "pay", "金额只填数字，例如 5000。"),
        ((("pay", "nan"),), "pay", "金额只填数字，例如 5000。"),
        ((("pay", "1e400"),), "pay", "金额只填数字，例如 5000。"),
        ((("openings", "几个"),), "openings", "人数只能填数字，例如 3。"),
        ((("openings", "0"),), "openings", "人数不能小于 1。"),
        ((("openings", "1000"),), "openings", "人数不能大于 999。"),
        ((("wants", "a"), ("wants", "b"), ("wants", "c")), "wants", "工种最多选 2 个。"),
        (
            (("born_on_year", "1970"), ("born_on_month", "2"), ("born_on_day", "30")),
            "born_on",
            "出生日期请写真实的年、月、日，例如 1970 年 5 月 1 日。",
        ),
    ],
)
def test_mistakes_are_said_in_chinese(
    pairs: tuple[tuple[str, str], ...], field: str, message: str
) -> None:
    assert refusal(*pairs)[field] == message


def test_errors_come_in_the_order_of_the_form() -> None:
    assert list(refusal(("openings", "x"), ("phone", "x"))) == ["name", "phone", "openings"]


@given(st.lists(st.tuples(st.sampled_from(list(Profile.model_fields)), st.text())))
def test_whatever_is_typed_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    with suppress(ValidationError):
        Profile.model_validate(read_fields(Profile, MultiDict(pairs)))
