import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.segmenter import segment, segmented
from language.skills import find_skills, plain_skills


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("长沙望城区招月嫂", "长沙 望城区 望城 招 月嫂"),
        ("叉车司机", "叉车司机 叉车 司机"),
        ("Java、C++、.NET", "java c++ .net"),
        ("ＡＢＣ　４Ｓ店", "abc 4s 店"),
        ("4500-6000元", "4500 6000 元"),
        ("1.2万", "1.2 万"),
        ("电焊工", "电焊工 焊工"),
        ("湖南省长沙市", "湖南省 湖南 长沙市 长沙"),
        ("，。！  ", ""),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert segmented(text) == words


def test_a_short_query_finds_the_longer_name() -> None:
    posting = segment("长沙市岳麓区招小学语文老师、电焊工、叉车司机")

    for query in ("长沙", "岳麓区", "语文老师", "焊工", "叉车", "司机"):
        assert set(segment(query)) <= set(posting), query


@given(st.text(max_size=60))
def test_words_have_no_blanks_and_no_capitals(text: str) -> None:
    for word in segment(text):
        assert word == word.lower()
        assert word.strip() == word != ""
        assert " " not in word


def test_skills_in_text_have_one_name_each() -> None:
    text = (
        "熟悉Java、SpringBoot、MySQL，会C++和C#；熟练使用Office；会平车锁边；能看图纸；懂JS、java"
    )

    assert find_skills(text) == [
        "java", "springboot", "mysql", "c++", "c#", "办公软件", "平车", "锁边", "机械制图",
        "javascript",
    ]  # fmt: skip


def test_a_skill_is_no_part_of_another_word() -> None:
    assert find_skills("javascripts googles") == []


def test_lists_of_skills() -> None:
    assert plain_skills("Python[GOOD]；JS[GOOD]；urllib3库[GOOD]") == [
        "python",
        "javascript",
        "urllib3库",
    ]
    assert plain_skills(["会看图纸的人", "看图纸"]) == ["会看图纸的人", "机械制图"]
