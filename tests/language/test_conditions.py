import pytest

from language.certificates import Certificates, find_certificates, plain_certificate
from language.conditions import Condition, find_conditions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("能适应夜班", "night_shift"),
        ("两班倒", "night_shift rotating_shift"),
        ("四班三倒制", "night_shift rotating_shift"),
        ("需要搬运重物，能吃苦", "heavy_lifting"),
        ("能长时间站立", "long_standing"),
        ("高空作业人员，会登高", "heights"),
        ("车间打磨抛光，有粉尘", "dust"),
        ("噪音大", "noise"),
        ("封闭式管理，必须住宿", "dormitory_only"),
        ("能适应长期出差", "travel"),
        ("户外工作", "outdoors"),
        ("视力良好，能看显微镜", "fine_vision"),
        ("无需夜班，不出差", ""),
        ("不上夜班，长白班", ""),
        ("没有夜班，不用搬货", ""),
        ("夜班：无", ""),
        ("无粉尘，无噪音", ""),
        ("不倒班，无需倒班", ""),
        ("包吃住，提供宿舍", ""),
        ("朝九晚五，双休", ""),
        ("工作不需要经常出差，但要能上夜班", "night_shift"),
    ],
)
def test_conditions_named_and_denied(text: str, expected: str) -> None:
    assert " ".join(find_conditions(text)) == expected


def test_order_is_fixed_and_each_comes_once() -> None:
    found = find_conditions("出差多，夜班，出差，夜班")

    assert found == [Condition.NIGHT_SHIFT, Condition.TRAVEL]


@pytest.mark.parametrize(
    ("text", "required", "preferred"),
    [
        ("持有低压电工证，有叉车证优先", "低压电工证", "叉车证"),
        ("需持健康证上岗", "健康证", ""),
        ("有C1驾照，驾龄3年以上", "驾驶证", ""),
        ("A2驾照，熟悉车辆", "驾驶证A2", ""),
        ("有教师资格证、普通话二级甲等", "教师资格证 普通话二级甲等", ""),
        ("英语六级及以上", "英语六级", ""),
        ("注册会计师优先考虑", "", "注册会计师"),
        ("具有电工证者优先；须有焊工证", "焊工证", "电工证"),
        ("公司协助办理健康证", "", ""),
        ("无需健康证", "", ""),
        ("负责审核教师资格证", "", ""),
        ("持叉车证、电工证", "叉车证 电工证", ""),
        ("有护士资格证，护士执业证", "护士资格证", ""),
        ("必须有电工证或焊工证", "", "电工证 焊工证"),
        ("持低压电工证/焊工证，有健康证", "健康证", "低压电工证 焊工证"),
        ("普通话二级甲等或以上，有教师资格证", "普通话二级甲等 教师资格证", ""),
        ("公司给办叉车证", "", ""),
        ("工作认真", "", ""),
    ],
)
def test_certificates_asked_for_and_welcome(text: str, required: str, preferred: str) -> None:
    assert find_certificates(text) == Certificates(
        tuple(required.split()), tuple(preferred.split())
    )


def test_one_name_for_each_certificate() -> None:
    assert plain_certificate("叉车操作证") == "叉车证"
    assert plain_certificate("CET-4") == "英语四级"
    assert plain_certificate(" 插花大赛奖状 ") == "插花大赛奖状"


@pytest.mark.parametrize(
    "text", ["与我们攀登高峰", "接待住店客人", "对需要住厂的员工提供住宿", "能住厂者优先"]
)
def test_words_that_only_look_like_a_condition(text: str) -> None:
    assert find_conditions(text) == []
