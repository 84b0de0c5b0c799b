import pytest

from language.classification import table
from language.occupation_lexicon import names
from language.occupations import (
    UnknownOccupationError,
    guess_occupations,
    occupation,
    occupation_distance,
    occupations,
    plain_name,
    search_occupations,
    suggest_occupations,
)
from language.titles import core_titles

TRADES = [
    ("叉车司机", "6-30-05-01"), ("缝纫工", "6-05-01-03"), ("平车工", "6-05-01-03"),
    ("月嫂", "4-10-01-06"), ("保洁", "4-09-08-01"), ("收银员", "4-01-02-04"),
    ("电焊工", "6-18-02-04"), ("餐厅服务员", "4-03-02-05"), ("快递员", "4-02-07-08"),
    ("外卖骑手", "4-10-08-01"), ("软件工程师", "2-02-10-03"), ("java", "2-02-10-03"),
    ("C++开发工程师", "2-02-10-03"), (".net开发", "2-02-10-03"), ("会计", "2-06-03-00"),
    ("出纳", "2-06-03-00"), ("文员", "3-01-01-01"), ("客服专员", "4-04-05-03"),
    ("销售代表", "4-01-02-01"), ("小学语文老师", "2-08-02-04"), ("幼儿园老师", "2-08-03-00"),
    ("保安", "4-07-05-01"), ("电工", "6-31-01-03"), ("物业电工", "6-31-01-03"),
    ("挖机司机", "6-30-05-05"), ("货车司机", "4-02-02-02"), ("网约车司机", "4-02-02-01"),
    ("厨师", "4-03-02-01"), ("洗碗工", "4-03-02-05"), ("护士", "2-05-08-01"),
    ("护工", "4-14-01-02"), ("养老护理员", "4-10-01-05"), ("质检员", "6-31-03-05"),
    ("仓管员", "4-02-06-01"), ("分拣员", "4-02-06-02"), ("搬运工", "4-02-05-01"),
    ("数控车工", "6-18-01-01"), ("注塑工", "6-14-02-00"), ("钳工", "6-20-01-01"),
    ("木工", "6-06-03-01"), ("泥瓦工", "6-29-01-01"), ("钢筋工", "6-29-01-04"),
    ("美容师", "4-10-03-01"), ("理发师", "4-10-03-02"), ("育婴师", "4-10-01-01"),
    ("饲料加工工", "6-01-02-00"), ("茶叶加工工", "6-02-06-10"), ("律师", "2-07-04-00"),
]  # fmt: skip
DRESSED_UP = [
    ("急聘！会计（双休）长沙", "2-06-03-00"),
    ("月薪6000招缝纫工", "6-05-01-03"),
    ("急招电焊工 包吃住", "6-18-02-04"),
    ("高薪诚聘美容师", "4-10-03-01"),
    ("长沙销售工程师", "2-06-07-02"),
    ("外卖骑手月入过万", "4-10-08-01"),
    ("五险一金 双休 文员", "3-01-01-01"),
    ("数据分析实习生", "4-07-02-05"),
    ("【长白班】叉车工 8千", "6-30-05-01"),
    ("酒店客房领班", "4-03-01-02"),
    ("医疗器械销售代表", "4-01-02-01"),
]


def test_the_classification_is_whole() -> None:
    assert [len(occupations(level)) for level in (1, 2, 3, 4)] == [8, 79, 450, 1639]
    assert all(one.parent in table() for one in table().values() if one.level > 1)
    assert occupation("6-18-02-04").title == "焊工"
    with pytest.raises(UnknownOccupationError):
        occupation("9-99")


def test_every_name_stands_for_an_occupation() -> None:
    assert all(occupation(code).level == 4 for codes in names().values() for code in codes)
    assert len(names()) > 4000


@pytest.mark.parametrize(("title", "code"), [*TRADES, *DRESSED_UP])
def test_the_trade_of_a_title(title: str, code: str) -> None:
    assert guess_occupations(title)[0][0] == code


@pytest.mark.parametrize("title", ["", "XYZ", "急招", "五险一金", "月薪5000+", "🎉🎉", "12345"])
def test_an_unknown_title_is_unknown(title: str) -> None:
    assert guess_occupations(title) == []


def test_several_trades_in_one_title_are_all_named() -> None:
    codes = [code for code, _ in guess_occupations("收银员/理货员")]

    assert codes[:2] == ["4-01-02-04", "4-02-06-02"]


def test_a_name_of_many_trades_is_sure_of_none() -> None:
    guesses = guess_occupations("普工")

    assert len(guesses) > 1
    assert all(p < 0.4 for _, p in guesses)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("锯切操作工", "6-18-01-10"),
        ("连接器研发高级工程师", "2-02-09-02"),
        ("酒水销售经理", "2-06-07-02"),
        ("营口-汽车销售店长", "4-01-02-06"),
        ("某某酒店招聘服务员", "4-03-02-05"),
        ("某某烧烤店招聘烧烤师傅", "4-03-02-01"),
        ("童装店导购一名", "4-01-02-03"),
        ("高中化学教师（应届可）", "2-08-02-01"),
        ("普工/焊工", "6-18-02-04"),
        ("数学老师（高中）", "2-08-02-01"),
        ("焊接教师", "2-08-01-02"),
        ("办 公 文 员", "3-01-01-01"),
    ],
)
def test_the_head_of_a_compound_stands_at_its_end(title: str, code: str) -> None:
    assert guess_occupations(title)[0][0] == code


def test_probabilities_are_modest_and_few() -> None:
    for title, _ in [*TRADES, *DRESSED_UP]:
        guesses = guess_occupations(title)
        assert len(guesses) <= 5
        assert sum(p for _, p in guesses) <= 1
        assert [p for _, p in guesses] == sorted((p for _, p in guesses), reverse=True)


def test_the_text_helps_where_the_title_is_silent() -> None:
    assert guess_occupations("急招", "招缝纫工，会平车锁边")[0][0] == "6-05-01-03"
    assert guess_occupations("会计", "另招缝纫工")[0][0] == "2-06-03-00"


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("急聘！会计/出纳（双休）", ["会计", "出纳"]),
        ("月薪6000-8000招缝纫工", ["缝纫工"]),
        ("深圳平面设计师", ["平面设计师"]),
        ("销售代表（医疗器械）", ["销售代表", "医疗器械"]),
        ("高级C++开发工程师", ["c++开发工程师"]),
    ],
)
def test_core_titles(title: str, core: list[str]) -> None:
    assert core_titles(title) == core


@pytest.mark.parametrize(
    ("words", "name"),
    [("叉车", "叉车司机"), ("带小孩", "家政"), ("缝纫", "缝纫工"), ("java", "软件工程师")],
)
def test_a_picker_finds_what_was_typed(words: str, name: str) -> None:
    found = search_occupations(words, limit=8)

    assert found
    assert name in {plain_name(one.code) for one in found}


def test_a_suggestion_says_the_name_that_was_meant() -> None:
    first = suggest_occupations("叉车")[0]

    assert "叉车" in first.name
    assert first.occupation.code == "6-30-05-01"
    assert suggest_occupations("  ") == []


def test_plain_names() -> None:
    assert plain_name("6-30-05-01") == "叉车司机"
    assert plain_name("6-03-03-02") == "烟草评吸师"  # no everyday name of ours


def test_distance_follows_the_tree() -> None:
    assert occupation_distance(["6-18-02-04"], ["6-18-02-04"]) == 0
    assert occupation_distance(["6-18-02-04"], ["6-18-02-05"]) == 1
    assert occupation_distance(["6-18-02-04"], ["6-18-01-01"]) == 2
    assert occupation_distance(["6-18-02-04"], ["6-20-01-01", "2-06-03-00"]) == 3
    assert occupation_distance(["6-18-02-04"], ["2-06-03-00"]) == 4
    assert occupation_distance([], ["2-06-03-00"]) is None
