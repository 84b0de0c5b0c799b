"""Cards: what people write in short fields gives them away, and what it must not."""

from datetime import date

import pytest

from marketplace.seekers import age_band
from marketplace.seekers.discretion import discreet


@pytest.mark.parametrize(
    "item",
    [
        "电焊 13812345678",
        "电焊 138 1234 5678",
        "电焊１３８１２３４５６７８",
        "一三八一二三四五六七八",
        "身份证430104198803070011",
        "lixiaoman@example.com",
        "微信：abc",
        "加微信聊",
        "QQ:99887766",
        "女",
        "女，会缝纫",
        "会缝纫（女）",
        "性别男",
        "35岁",
        "９０后",
        "1988年5月出生",
        "土家族刺绣",
        "户口长沙",
        "已婚已育",
        "残疾人证",
        "低保户",
        "建档立卡",
        "2025届高校毕业生",
        "退役军人优待证",
        "就业创业证",
        "有乙肝",
        "张小满的缝纫店三年",
        "张 小 满",
        "枫林路12号",
        "3栋2单元",
    ],
)
def test_what_gives_away_is_left_out_whole(item: str) -> None:
    assert discreet([item, "平缝机"], "张小满") == ("平缝机",)


@pytest.mark.parametrize(
    "item",
    [
        "女装缝纫工",
        "男装打版",
        "微信小程序开发",
        "微信公众号运营",
        "ISO9001内审员",
        "低压电工证",
        "叉车证（N1）",
        "5年以上",
        "AutoCAD 2018",
        "C1驾照",
        "育婴师",
        "保洁",
        "三级电工",
        "Java",
        "民宿管家",
        "高处作业证",
        "会计从业",
        "失智老人护理",
    ],
)
def test_what_one_can_do_stays(item: str) -> None:
    assert discreet([item], "张小满") == (item,)


def test_a_name_of_one_sign_takes_nothing_away() -> None:
    assert discreet(["电工"], "工") == ("电工",)
    assert discreet(["电工"], "") == ("电工",)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, None),
        (date(2012, 1, 1), None),
        (date(2010, 12, 31), "16_24"),
        (date(2001, 12, 31), "25_34"),
        (date(2001, 1, 1), "25_34"),
        (date(2002, 1, 1), "16_24"),
        (date(1971, 6, 6), "55_up"),
        (date(1930, 6, 6), "55_up"),
    ],
)
def test_bands_turn_with_the_year(born: date | None, band: str | None) -> None:
    assert age_band(born, 2026) == band
