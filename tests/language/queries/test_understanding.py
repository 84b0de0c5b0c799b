"""What a query asks for, in the words people use on a phone."""

import pytest

from language.benefits import Benefit, find_benefits
from language.conditions import Condition
from language.education import Education
from language.queries import ChipKind, UnderstoodQuery, understand_query


def read(query: str, **more: object) -> UnderstoodQuery:
    return understand_query({"q": query, **more})


def test_a_careless_query_is_understood() -> None:
    query = read("长沙 月嫂 包住 6000以上 不要倒班")

    assert query.place is not None
    assert query.place.code == 430100
    assert query.occupations[0][0] == "4-10-01-06"
    assert query.benefits == (Benefit.LODGING,)
    assert (query.min_pay_fen, query.max_pay_fen) == (600_000, None)
    assert query.excludes == (Condition.ROTATING_SHIFT,)
    assert query.words == "月嫂"
    assert query.literal == "长沙 月嫂 包住 6000以上 不要倒班"
    assert query.contradictions == query.corrected == query.suggestions == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6000以上", 6000, None), ("6k-8k", 6000, 8000), ("不低于5千", 5000, None),
        ("3000左右", 3000, None), ("8000元/月", 8000, None), ("8000-6000", 6000, 8000),
        ("六千以上", 6000, None), ("5000以下", None, 5000), ("不超过5000", None, 5000),
        ("年薪12万", 10_000, None), ("200一天", 4350, None), ("20一小时", 3480, None),
        ("日结200", 4350, None), ("1万以上", 10_000, None), ("6-8k", 6000, 8000),
        ("6000 保安", 6000, None), ("月嫂12000", 12_000, None), ("6000到8000", 6000, 8000),
        ("6000以上8000以下", 6000, 8000), ("工资5000", 5000, None), ("一万二", 12_000, None),
        ("7000月嫂", 7000, None), ("６０００以上", 6000, None), ("6,000以上", 6000, None),
    ],
)  # fmt: skip
def test_pay(text: str, low: int | None, high: int | None) -> None:
    query = read(text)

    assert query.min_pay_fen == (None if low is None else low * 100)
    assert query.max_pay_fen == (None if high is None else high * 100)


@pytest.mark.parametrize(
    "text",
    [
        "13812345678", "2024届", "2024年", "2025", "0731-88886666", "-5000", "500强企业",
        "50人", "8小时", "60岁", "3年经验", "18号楼", "430100", "5公里", "1234热线", "java8",
        "c1", "3d打印", "2024-2025", "12306客服", "第6000号", "面议", "999999999999",
    ],
)  # fmt: skip
def test_other_figures_are_no_pay(text: str) -> None:
    query = read(text)

    assert (query.min_pay_fen, query.max_pay_fen) == (None, None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("长沙望城", [430112]), ("望城区", [430112]), ("湘潭雨湖 保洁", [430302]),
        ("天心区", [430103]), ("长沙 株洲", [430100, 430200]), ("雨花区 天心区", [430111, 430103]),
        ("长沙市岳麓区望城坡街道", [430104006]), ("长沙县", [430121]), ("北京 朝阳", [110105]),
        ("朝阳 北京", [110105]), ("资源县", [450329]), ("湖南 长沙 天心", [430103]),
        ("司机长沙", [430100]), ("长沙银行柜员", [430100]), ("湘西", [433100]),
        ("永州冷水滩零陵", [431103, 431102]), ("益阳安化", [430923]), ("永定区", [430802]),
        ("东莞·东城区", [441900]), ("华容操军", [430623112]),
    ],
)  # fmt: skip
def test_places(text: str, codes: list[int]) -> None:
    assert [place.code for place in read(text).places] == codes


@pytest.mark.parametrize(
    "text",
    [
        "人力资源", "资源回收", "平安保险", "公安局文职", "网站前台", "长沙银行", "健康安全专员",
        "黄金操盘手", "商城运营", "中西医", "大理石工", "湖南菜厨师", "哥谭市",
        "人民东路", "韶山路", "太平洋保险", "东方航空", "阿里巴巴",
    ],
)  # fmt: skip
def test_words_that_only_look_like_places(text: str) -> None:
    assert read(text).place is None


def test_the_place_of_the_search_settles_what_is_ambiguous() -> None:
    assert [place.code for place in read("鼓楼 保安", place="南京").places] == [320106]
    assert read("保安", place="长沙").places == ()
    found = read("保安", place="长沙").place
    assert found is not None
    assert found.code == 430100


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("司机", "驾驶员"), "4-02-02-02"), (("保洁", "清洁工", "搞卫生"), "4-09-08-01"),
        (("程序员", "软件工程师"), "2-02-10-03"), (("电焊工", "焊工"), "6-18-02-04"),
    ],
)  # fmt: skip
def test_everyday_names_of_a_trade_mean_it(names: tuple[str, ...], code: str) -> None:
    for name in names:
        (chip,) = read(f"{name} 包住").chips[:1]
        assert chip.kind is ChipKind.OCCUPATION
        assert code in chip.values
        assert read(name).occupations[0][0] == code


def test_a_trade_brings_its_classes_and_its_neighbours() -> None:
    (chip,) = read("月嫂").chips

    assert chip.broader == ("4-10-01", "4-10")
    assert "4-10-01-01" in {*chip.values, *chip.near}
    assert not set(chip.near) & set(chip.values)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("带小孩", "4-10-01-01"), ("修电脑", "4-12-02-01"), ("装空调的活", "6-29-03-05"),
        ("看大门", "4-07-05-01"), ("打螺丝", "6-20-01-01"), ("送快递", "4-02-07-08"),
        ("开大货车", "4-02-02-02"), ("坐办公室", "3-01-01-01"), ("卖衣服", "4-01-02-01"),
        ("打扫卫生", "4-09-08-01"), ("卖房子", "4-06-02-01"), ("扎钢筋", "6-29-01-04"),
    ],
)  # fmt: skip
def test_work_told_in_words_of_every_day(text: str, code: str) -> None:
    query = read(f"长沙 {text}")
    chip = query.chips[1]

    assert chip.kind is ChipKind.OCCUPATION
    assert code in chip.values
    assert code in {found for found, _ in query.occupations}


def test_a_whole_class_is_asked_for_by_its_title() -> None:
    (chip,) = read("安全保护服务人员").chips

    assert (chip.values, chip.broader) == (("4-07-05",), ("4-07",))
    assert "4-07-05-01" in chip.near


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我想找个保安的工作", "保安"), ("招聘专员", "招聘专员"), ("修机器的", "修机器"),
        ("会计 周末双休", "会计"), ("在长沙找司机工作", "司机"), ("找工作", "找工作"),
        ("做账", "做账"), ("要6000以上的活", ""), ("工作服 缝纫工", "工作服 缝纫工"),
    ],
)  # fmt: skip
def test_words_that_ask_for_nothing_are_left_out(text: str, words: str) -> None:
    assert read(text).words == words


def test_a_guess_is_told_from_a_name() -> None:
    (named,) = read("电焊工").chips
    (guessed,) = read("照明设蕺师").chips

    assert (named.named, guessed.named) == (True, False)


@pytest.mark.parametrize("text", ["主管", "富士康", "可以长期做", "找工作", "！！！", "工厂"])
def test_no_trade_without_confidence(text: str) -> None:
    assert [chip for chip in read(text).chips if chip.kind is ChipKind.OCCUPATION] == []


@pytest.mark.parametrize(
    ("text", "benefits"),
    [
        ("包吃住", (Benefit.MEALS, Benefit.LODGING)), ("双休", (Benefit.TWO_DAYS_OFF,)),
        ("五险一金", (Benefit.SOCIAL_INSURANCE, Benefit.HOUSING_FUND)),
        ("有班车", (Benefit.SHUTTLE,)), ("年终奖", (Benefit.YEAR_END_BONUS,)),
        ("加班费", (Benefit.OVERTIME_PAY,)), ("带薪年假", (Benefit.PAID_LEAVE,)),
        ("不加班", (Benefit.NO_OVERTIME,)), ("长白班", (Benefit.DAY_SHIFT,)),
        ("社保专员", ()), ("班车司机", ()), ("不包住", ()),
    ],
)  # fmt: skip
def test_benefits(text: str, benefits: tuple[Benefit, ...]) -> None:
    assert read(text).benefits == benefits


def test_benefits_of_a_posting() -> None:
    text = "长白班，包吃住，缴纳五险一金，节日福利，厂车接送，加班有补贴；不提供住宿"

    assert find_benefits(text) == [
        Benefit.MEALS, Benefit.LODGING, Benefit.SOCIAL_INSURANCE, Benefit.HOUSING_FUND,
        Benefit.DAY_SHIFT, Benefit.SHUTTLE, Benefit.OVERTIME_PAY, Benefit.HOLIDAY_GIFTS,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("不要夜班", ["night_shift"]), ("不上夜班", ["night_shift"]),
        ("不要 倒班", ["rotating_shift"]), ("不要夜班和倒班", ["night_shift", "rotating_shift"]),
        ("无需出差", ["travel"]), ("不要 出差 包住", ["travel"]), ("夜班", []), ("不包住", []),
    ],
)  # fmt: skip
def test_refused_conditions(text: str, excluded: list[str]) -> None:
    assert [condition.value for condition in read(text).excludes] == excluded


def test_a_refused_trade_is_no_wish() -> None:
    query = read("行政 不要销售")

    assert "4-01-02-01" in query.excluded_occupations
    assert "4-04-05-03" not in read("客服 不要电话销售").excluded_occupations
    assert read("客服 不要电话销售").contradictions == ()
    assert query.words == "行政"
    assert query.occupations[0][0] == "3-01-01-01"


def test_other_wishes() -> None:
    query = read("大专以上学历 excel 文员 无经验 电工证 夜班")

    assert query.education is Education.COLLEGE
    assert query.experience_years == 0
    assert query.certificates == ("电工证",)
    assert query.conditions == (Condition.NIGHT_SHIFT,)
    assert query.skills == ("excel",)
    assert query.words == "excel 文员 电工证 夜班"
    assert read("3年经验 会计").experience_years == 3
    assert read("2026届 会计").experience_years == 0


@pytest.mark.parametrize(
    ("text", "near", "km"),
    [
        ("附近 保安", True, None), ("离家近的活", True, None), ("本地", True, None),
        ("5公里内 保安", True, 5.0), ("3km 保洁", True, 3.0), ("家附近", True, None),
        ("近代史老师", False, None), ("本地生活运营", False, None), ("同城配送员", False, None),
    ],
)  # fmt: skip
def test_nearness(text: str, near: bool, km: float | None) -> None:
    query = read(text)

    assert (query.near, query.max_km) == (near, km)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("包住 不包住", [("包住", "不包住")]),
        ("夜班 不上夜班", [("夜班", "不上夜班")]),
        ("8000以上 6000以下", [("8000以上", "6000以下")]),
        ("包住 不要夜班", []),
        ("6000以上 8000以下", []),
        ("销售 不要销售", [("销售", "不要销售")]),
    ],
)
def test_contradictions_are_kept_and_told(text: str, pairs: list[tuple[str, str]]) -> None:
    query = read(text)

    assert [(one.text, other.text) for one, other in query.contradictions] == pairs
    assert len(query.chips) == 2


def test_spans_count_in_the_query_as_typed() -> None:
    typed = "　ＪＡＶＡ　长沙"  # full-width, as a phone types it
    spans = {(span.start, span.end): span.what for span in read(typed).spans}

    assert spans == {(1, 5): "occupation", (6, 8): "place"}


def test_each_value_has_its_span() -> None:
    spans = [(span.what, span.value) for span in read("长沙 包吃住 200一天 不要夜班").spans]

    assert spans == [
        ("place", 430100),
        ("benefit", "lodging"),
        ("benefit", "meals"),
        ("pay", {"low": 435_000, "high": None, "basis": "day"}),
        ("exclude", "night_shift"),
    ]
