"""您要找的是不是: pinyin, first letters, sounds and slips, measured over our own names."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from functools import cache

import pytest

from language.classification import DETAILED_LEVEL, table
from language.cleaning import fold
from language.near_names import near_names
from language.occupation_lexicon import names
from language.pinyin import initials, spellings
from language.queries import ChipKind, suggest, understand_query
from language.resources import rows
from language.vocabulary import terms

SAMPLE = 250


def corrected(query: str) -> list[str]:
    return [each.text for each in understand_query({"q": query}).corrected]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dianhangong", "电焊工"), ("dhg", "电焊工"), ("dian焊工", "电焊工"), ("d焊工", "电焊工"),
        ("电悍工", "电焊工"), ("DianHanGong", "电焊工"), ("dian han gong", "电焊工"),
        ("焊电工", "电焊工"), ("dianhagnong", "电焊工"), ("yuesao", "月嫂"), ("huiji", "会计"),
        ("kuaiji", "会计"), ("叉车死机", "叉车司机"), ("chengxuyuan", "程序员"), ("常沙", "长沙"),
        ("changsha", "长沙"), ("chongqing", "重庆"), ("望成区", "望城区"), ("服物员", "服务员"),
        ("java工成师", "java工程师"), ("收员", "收银员"), ("dianhg", "电焊工"),
        ("fuwuyan", "服务员"), ("lanshi 保安", None),
    ],
)  # fmt: skip
def test_what_was_meant_is_first(typed: str, meant: str | None) -> None:
    found = corrected(typed)

    assert (found[0] if meant else None) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "电工", "司机", "长沙", "工厂", "兼职", "富士康", "步步高", "三一重工", "java",
        "excel", "主管", "月嫂", "找工作", "普通话", "国企", "kfc",
        "sales manager", "😀", "12345", "c++", "华为",
    ],
)  # fmt: skip
def test_words_that_stand_for_themselves_are_not_corrected(typed: str) -> None:
    assert corrected(typed) == []


def test_the_rest_of_the_query_stays() -> None:
    query = understand_query({"q": "长沙 dhg 包住"})
    first = query.corrected[0]

    assert (first.text, first.term, first.typed) == ("长沙 电焊工 包住", "电焊工", "dhg")
    assert first.kind is ChipKind.OCCUPATION
    assert first.codes == names()["电焊工"]
    assert query.words == "dhg"
    assert query.literal == "长沙 dhg 包住"
    assert query.occupations[0][0] == "6-18-02-04"
    assert {chip.kind for chip in query.chips} == {ChipKind.PLACE, ChipKind.BENEFIT}


def test_a_place_and_a_trade_may_be_one_word() -> None:
    assert corrected("changshadianhangong")[0] == "长沙 电焊工"
    assert corrected("changsha baoan")[0] == "长沙 保安"
    assert corrected("常沙 保按")[0] == "长沙 保安"


def test_what_is_less_sure_is_offered_only() -> None:
    assert corrected("叉车司") == []
    assert suggest("叉车司")[0].text == "叉车司机"


def test_a_rare_place_that_sounds_like_a_common_trade_may_be_the_trade() -> None:
    query = understand_query({"q": "宝安 夜班"})

    assert [place.code for place in query.places] == [440306]
    assert [each.text for each in query.corrected] == ["保安 夜班"]
    assert corrected("望城") == corrected("深圳宝安 文员") == []


def _spelt(name: str, chance: random.Random) -> str:
    return "".join(spellings(name)[0])


def _first_letters(name: str, chance: random.Random) -> str:
    return initials(spellings(name)[0])


def _sounding(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    others = [char for char in _by_sound()[spellings(name)[0][place]] if char != name[place]]
    return name[:place] + chance.choice(others or [name[place]]) + name[place + 1 :]


def _left_out(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


def _swapped(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


@cache
def _by_sound() -> dict[str, list[str]]:
    sounds = defaultdict(list)
    for row in rows("pinyin"):
        sounds[row["reading"]] += row["first"]
    return sounds


def _chinese(found: list[str]) -> list[str]:
    """Names of two to twelve Chinese characters, each once, drawn by a seed."""
    usable = [name for name in dict.fromkeys(map(fold, found)) if 2 <= len(name) <= 12]
    chinese = [name for name in usable if all("一" <= char <= "鿿" for char in name)]
    return random.Random(20).sample(chinese, min(SAMPLE, len(chinese)))


@cache
def _groups() -> dict[str, list[str]]:
    everyday = [row["aliases"].split()[0] for row in rows("occupation_aliases")]
    official = [one.title for one in table().values() if one.level == DETAILED_LEVEL]
    common = [row["name"] for row in rows("name_counts")][:1000]
    groups = {"everyday": everyday, "official": official, "common": common}
    return {group: _chinese(found) for group, found in groups.items()}


@pytest.mark.parametrize("group", ["everyday", "official", "common"])
@pytest.mark.parametrize(
    ("slip", "first", "among"),
    [
        (_spelt, 0.96, 0.98),
        (_first_letters, 0.65, 0.92),  # first letters of two or three say little
        (_sounding, 0.97, 0.97),
        (_left_out, 0.75, 0.86),  # of 检员 three names are as near
        (_swapped, 0.95, 0.95),
    ],
)
def test_most_names_are_found_by_what_was_typed_instead(
    group: str, slip: Callable[[str, random.Random], str], first: float, among: float
) -> None:
    chance = random.Random(7)
    firsts, found = [], []
    for name in _groups()[group]:
        typed = slip(name, chance)
        if typed in terms() or len(typed) < 2:
            continue  # the slip is a name of its own: nothing tells
        offered = [each.term for each in suggest(typed)]
        firsts.append(offered[:1] == [name])
        found.append(name in offered)

    assert len(found) > SAMPLE / 2
    assert sum(firsts) / len(firsts) >= first
    assert sum(found) / len(found) >= among


def test_a_long_word_is_no_work() -> None:
    near_names("dhg")
    started = time.process_time()
    for typed in ("a" * 200, "an" * 100, "电" * 200, "电a" * 100, "x" * 64, "xian" * 16):
        suggest(typed)

    assert time.process_time() - started < 1
