"""Skills only where they are meant: not what is offered, denied, or another word."""

import pytest

from language.skills import find_skills, sorted_skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("岗前培训、带薪培训，晋升空间大", []),
        ("负责组织新员工培训", ["培训"]),
        ("培训专员", ["培训"]),
        ("某某公司招聘以下人员", []),
        ("负责员工招聘、入职、离职手续", ["人事招聘"]),
        ("服务器的安装配置、调优", []),
        ("机械装配工", ["装配"]),
        ("电气自动化、机电一体化等相关专业毕业", []),
        ("自动化设备的维护", ["自动化"]),
        ("化妆品研发", []),
        ("制定年度销售预算", []),
        ("会做工程预算", ["工程造价"]),
        ("无需焊接经验", []),
        ("不要求英语", []),
        ("熟悉Excel，能看懂CAD图纸", ["excel", "autocad"]),
    ],
)  # fmt: skip
def test_skills(text: str, skills: list[str]) -> None:
    assert find_skills(text) == skills


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("熟练使用Excel，会Python者优先", ["python"]),
        ("有电焊、叉车经验的优先考虑；须会钳工", ["焊接", "叉车"]),
        ("会Python优先。精通Python", []),
        ("熟悉Linux,优先级排序清楚", []),
    ],
)
def test_wishes(text: str, wished: list[str]) -> None:
    assert sorted_skills(text)[1] == wished
