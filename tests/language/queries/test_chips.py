"""Chips: each can be taken off, and the query without it means the same but for it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from language.queries import Chip, ChipKind, understand_query, without

PLACES = ["长沙", "株洲", "望城区", "长沙望城", "湘潭雨湖", "浏阳市", "北京", "长沙市岳麓区"]
TRADES = ["月嫂", "司机", "叉车司机", "保洁", "电焊工", "软件工程师", "普工", "带小孩", "java开发"]
PAY = ["6000以上", "6k-8k", "不低于5千", "200一天", "8000元/月", "7000", "月薪五千以上"]
OFFERS = ["包吃住", "包住", "五险一金", "双休", "班车", "年终奖", "带薪年假", "不加班", "日结"]
REFUSALS = ["不要倒班", "不上夜班", "不要 出差", "不要夜班和高空", "不要销售", "不包住"]
OTHERS = ["大专以上学历", "无经验", "3年经验", "附近", "5公里内", "电工证", "夜班", "excel"]
UNKNOWN = ["富士康", "人民东路", "暑期", "可以长期做", "zzqx", "😀"]

parts = st.lists(
    st.sampled_from([*PLACES, *TRADES, *PAY, *OFFERS, *REFUSALS, *OTHERS, *UNKNOWN]),
    min_size=1,
    max_size=6,
    unique=True,
)
blanks = st.sampled_from([" ", "  ", "，", "、", "\u3000"])


def _meaning(chip: Chip) -> tuple[ChipKind, tuple[str, ...]]:
    return chip.kind, chip.values


@given(parts, st.lists(blanks, min_size=6, max_size=6))
def test_a_query_without_a_chip_means_the_same_but_for_it(
    words: list[str], between: list[str]
) -> None:
    query = "".join(word + blank for word, blank in zip(words, between, strict=False))
    chips = understand_query({"q": query}).chips

    for chip in chips:
        left = understand_query({"q": without(query, chip)}).chips
        assert {_meaning(each) for each in left} == {
            _meaning(each) for each in chips if each is not chip
        }


@given(parts)
def test_taking_off_every_chip_leaves_the_rest_of_the_query(words: list[str]) -> None:
    query = " ".join(words)
    while chips := understand_query({"q": query}).chips:
        shorter = without(query, chips[0])
        assert len(shorter) < len(query)
        query = shorter

    assert query in " ".join(words) or set(query) <= set(" ".join(words))


@given(parts)
def test_the_words_of_chips_are_quoted_from_the_query(words: list[str]) -> None:
    query = "，".join(words)
    understood = understand_query({"q": query})

    for chip in understood.chips:
        assert chip.text == " ".join(query[start:end] for start, end in chip.spans)
        assert chip.value == chip.values[0]
    for one, other in pairwise(understood.spans):
        assert one.end <= other.start or (one.start, one.end) == (other.start, other.end)


def test_without_removes_the_words_and_tidies_blanks() -> None:
    query = "长沙  月嫂 包住,长沙"
    place, _, _ = understand_query({"q": query}).chips

    assert place.spans == ((0, 2), (10, 12))
    assert without(query, place) == "月嫂 包住,"


def test_words_run_together_come_apart() -> None:
    query = "长沙月嫂包住6000以上不要倒班"
    chips = understand_query({"q": query}).chips

    assert [chip.kind.value for chip in chips] == [
        "place", "occupation", "benefit", "pay", "exclude",
    ]  # fmt: skip
    assert without(query, chips[1]) == "长沙 包住6000以上不要倒班"
