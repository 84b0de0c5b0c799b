"""Certificates in lists: what is the same one, what is another, what one includes."""

import pytest

from language.certificates import find_certificates, held_certificates, plain_certificate

THE_SAME = [
    ("电工操作证", "电工证"), ("持有电 工 证", "电工证"), ("C1驾照", "驾驶证C1"),
    ("驾驶证c1", "驾驶证C1"), ("ＰＭＰ证书", "pmp"), ("健康证明", "健康证"),
    ("普通话二级甲等证书", "普通话二甲"), ("叉车证N1", "叉车证"), ("ＡＢＣ证", "abc 证"),
]  # fmt: skip
ANOTHER = [
    ("驾驶证A1", "驾驶证C1"), ("驾驶证A2", "驾驶证B2"), ("驾驶证C2", "驾驶证C1"),
    ("高级电工证", "中级电工证"), ("幼儿园教师资格证", "高级中学教师资格证"),
    ("普通话二级甲等", "普通话二级乙等"), ("一级造价工程师", "二级造价工程师"),
    ("监理工程师", "监理员证"), ("安全员A证", "安全员C证"), ("执业医师资格证", "助理医师资格证"),
    ("客运从业资格证", "货运从业资格证"), ("人力资源管理师二级", "人力资源管理师三级"),
    ("英语四级", "英语六级"), ("厨师证", "面点师证"), ("塔吊司机证", "司索工证"),
]  # fmt: skip
INCLUDES = [
    ("高级电工证", "电工证"), ("幼儿园教师资格证", "教师资格证"), ("驾驶证B2", "驾驶证"),
    ("驾照", "C1驾照"), ("普通话一级乙等", "普通话二级甲等"), ("安全员C证", "安全员证"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_spellings_of_one_certificate(one: str, other: str) -> None:
    assert plain_certificate(one) == plain_certificate(other)


@pytest.mark.parametrize(("one", "other"), ANOTHER)
def test_levels_and_classes_stay_apart(one: str, other: str) -> None:
    assert plain_certificate(one) != plain_certificate(other)
    assert plain_certificate(one) not in held_certificates([other])


@pytest.mark.parametrize(("held", "asked"), INCLUDES)
def test_the_narrower_name_is_the_wider_one_too(held: str, asked: str) -> None:
    assert plain_certificate(asked) in held_certificates([held])


def test_any_of_several_classes_of_licence_will_do() -> None:
    assert find_certificates("需持C1或C2驾照").required == ("驾驶证",)
    assert find_certificates("持B2驾驶证").required == ("驾驶证B2",)
