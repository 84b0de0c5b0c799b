"""Words that are a skill in one place and something else in another: 组织培训, but 带薪培训."""

import re

_BEFORE, _AFTER = 10, 16


def _meant(before: str, after: str = "(?!)") -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"(?:{before})$"), re.compile(after)


_CLAUSE = r"[^,。;:\n]"
_ONLY_WHERE = {  # a skill only after the first or before the second
    "培训": _meant(
        rf"(?:负责|组织|开展|实施|策划|制[定订]|指导|主持|编制|安排){_CLAUSE}{{0,7}}|招聘[、,和及与]|^",
        "师|讲师|专员|经理|主管|助理|管理|工作的?(?:组织|开展|实施)|(?:计划|课程|教材|体系)的?(?:制|编|开|搭|建)",
    ),
    "人事招聘": _meant(
        "(?:员工|人员|人才|人事|负责|部门|组织|校园)的?",
        "工作|专员|经理|主管|助理|渠道|流程|管理|面试|网站|计划|体系|[、,和及与](?:培训|面试|入职|录用|绩效|考勤|异动|员工)",
    ),
    "工程造价": _meant(
        "(?:工程|施工|土建|安装|装饰|装修|造价|市政)(?:的|造价)?", "员|师|造价|定额"
    ),
}
_NOT_WHERE = {  # another thing after the first or before the second
    "自动化": _meant("办公", rf"{_CLAUSE}{{0,14}}专业"),
    "装配": _meant("安", "置"),
    "化妆": _meant("(?!)", "品"),
    "化验": _meant("(?!)", "单"),
    "驾驶": _meant("(?!)", "证|执照|本"),
    "装修": _meant("(?:店铺|网店|淘宝|天猫|页面)的?(?:整体)?"),
}
AMBIGUOUS = frozenset(_ONLY_WHERE) | frozenset(_NOT_WHERE)


def is_meant(plain: str, start: int, end: int, name: str) -> bool:
    """Tell whether an ambiguous word in folded text names the skill."""
    around = plain[max(0, start - _BEFORE) : start], plain[end : end + _AFTER]
    written = plain[start:end]
    if name in _ONLY_WHERE and written in _BARE:
        return _touches(_ONLY_WHERE[name], *around)
    return name not in _NOT_WHERE or not _touches(_NOT_WHERE[name], *around)


_BARE = frozenset({"培训", "招聘", "预算"})


def _touches(patterns: tuple[re.Pattern[str], re.Pattern[str]], before: str, after: str) -> bool:
    return bool(patterns[0].search(before) or patterns[1].match(after))
