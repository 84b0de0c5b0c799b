"""What the trade in one part of a title is: the head of a Chinese compound stands at its end."""

import re
from dataclasses import dataclass
from functools import cache

from language.occupation_lexicon import (
    Mention,
    cuts_latin,
    generic,
    mentions,
    names,
    of_many,
)
from language.occupation_neighbours import shares

_WHOLE = 0.8
_WHOLE_BUT_RANK = 0.76
_JOINED = 0.9
_INSIDE = 0.55
_GENERIC = 0.6
_MANY_TRADES = 0.2
_MANY_TRADES_AT_END = 0.45
_BY_CHANCE = 0.35
_SHORT_NAME = 2
_NEVER_BY_CHANCE = re.compile(
    "客服|会计|司机|厨师|保安|保洁|焊工|普工|文员|销售|出纳|护士|导购|主播|医生|律师|叉车|收银"
)
_LONGEST_WORD = 5
_RANKS = re.compile(
    "(?:部?总监|部?副?经理|部?副?主管|副?主任|副?部长|副?组长|副?班长|班组长|领班|队长|课长|科长|负责人|助理|专员|"
    "专家|学徒工?|徒弟|实习生?|见习生?|培训生|管培生|岗位?|人员|技术员|工程师|老师傅|师傅|老师|教师|顾问|"
    "代表|担当|合伙人|储备|方向|兼职|全职|小哥|阿姨|大工|中工|小工|技师|技工|技能工|操作工|操作员|操作|"
    "工人|普工|员工|店员|管理员|管理|[员工师岗])$"
)
_ENGINEERS = re.compile("(?:工程师|总监|部长)$")
_TEACHERS = re.compile("(?:老师|教师)$")
_CRAFTS = ("6-", "2-02")
_CRAFT_TEACHER = "实训教师"
_PRIMARY = "小学教师"
_STAGES = (  # the first that fits; a title with 小学 in it stays as it is
    (re.compile("小学|小初"), _PRIMARY),
    (re.compile("高中|高三|高考"), "高中教师"),
    (re.compile("初中|初三|中考|中学"), "初中教师"),
    (re.compile("中职|职高|中专|技校"), "中职教师"),
)
_WORKERS = ("工", "员", "师", "师傅")
_SALES_MANAGER = re.compile("销售(?:经理|主管|总监|工程师)$")  # whatever is sold: 酒水销售经理
_SHOP_MANAGER = "店长"
_ORGANISATION = re.compile(
    "(?:公司|集团|企业|工厂|厂|店|医院|诊所|学校|大学|学院|中学|小学|幼儿园|中心|酒店|宾馆|饭店|餐厅|银行|超市|"
    "商场|广场|小区|分行|支行|俱乐部|工作室|事务所|研究所|研究院|分公司|支公|营业部|协会|机构|[东西南北]矿|[一二三四五六七八九十]连|新城|物流园|产业园|工业园|平台|"
    "[路街区县镇乡村号楼省市])$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Codes one part may mean, best first, and how sure the first name makes of them."""

    codes: tuple[str, ...]
    strength: float

    def scores(self) -> dict[str, float]:
        """Score of each code; they sum to the strength."""
        return {
            c: self.strength * s for c, s in zip(self.codes, shares(len(self.codes)), strict=True)
        }


def readings(part: str) -> list[Reading]:
    """What a part of a title may mean, from whole names down to names inside; empty if silent."""
    if part in names():
        return [Reading(names()[part], _WHOLE * (_MANY_TRADES if of_many(part) else 1.0))]
    if sold := _SALES_MANAGER.search(part):
        return [Reading(names()[sold[0]], _WHOLE_BUT_RANK)]
    if part.endswith(_SHOP_MANAGER) and stem_of(part) not in names():
        return [Reading(names()[_SHOP_MANAGER], _WHOLE_BUT_RANK)]
    stem = stem_of(part)
    if stem != part and stem in names():
        if _taught(part, stem):
            return [Reading(names()[_CRAFT_TEACHER], _WHOLE_BUT_RANK)]
        return [Reading(_of_rank(part, names()[stem]), _WHOLE_BUT_RANK)]
    head = _head(part)
    return [head] if head else inner_readings(part)


def telling(part: str) -> str:
    """A part without the end that many trades go by, which is alike to all of them.

    切纸机操作工 → 切纸机工.
    """
    end = _longest_end(part) if part not in names() else ""
    start = part.removesuffix(end)
    return f"{start}工" if end and of_many(end) and len(start) >= _SHORT_NAME else part


def _of_rank(part: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of a trade, its engineers first where the rank is theirs: 质量检测工程师."""
    if not (_ENGINEERS.search(part) and codes[0].startswith("6-")):
        return codes
    return tuple(sorted(codes, key=lambda code: not code.startswith("2-02")))


def names_an_organisation(part: str) -> bool:
    """Tell whether a part names who hires (某某物业公司), not whom: 酒店前台."""
    return part not in names() and bool(_ORGANISATION.search(part))


def at_stage(title: str, scores: dict[str, float]) -> dict[str, float]:
    """A schoolteacher's scores at the stage named anywhere in the title: 数学老师（高中）."""
    best = max(scores, key=lambda code: scores[code], default="")
    stage = next((name for pattern, name in _STAGES if pattern.search(title)), None)
    if best not in names()[_PRIMARY] or stage is None:
        return scores
    first, *others = names()[stage]
    return {first: scores[best], best: scores[best] / 2} | {
        code: scores[best] / 4 for code in others if code != best
    }


@cache
def stem_of(part: str) -> str:
    """A part without words of rank at its end, if a known name remains.

    保洁主管 → 保洁, 锯切操作工 → 锯切工.
    """
    stem = part
    while match := _RANKS.search(stem):
        stem = stem[: match.start()]
        worker = next((stem + end for end in _WORKERS if _is_trade(stem + end)), "")
        if stem in names() or worker:
            return stem if stem in names() else worker
    return part


def _is_trade(name: str) -> bool:
    return name in names() and not of_many(name)


def _taught(part: str, stem: str) -> bool:
    """Tell whether the part names who teaches a craft: 焊接教师."""
    return bool(_TEACHERS.search(part)) and names()[stem][0].startswith(_CRAFTS)


def _head(part: str) -> Reading | None:
    """The longest name at the end, or one joined from a word before it and that end."""
    best: Reading | None = None
    for body in _bodies(part):
        found = _head_of(body)
        if found and (best is None or found.strength > best.strength):
            best = found
    return best


def _head_of(body: str) -> Reading | None:
    end = _longest_end(body)
    if not end:
        return None
    joined = _joined(body[: -len(end)], end)
    name = joined or end
    share = min(1.0, len(name) * (_JOINED if joined else 1.0) / len(body))
    return Reading(names()[name], (0.34 + 0.38 * share) * _weight(name))


def _weight(name: str) -> float:
    """How much a name that is not the whole part says."""
    if of_many(name):
        return _MANY_TRADES_AT_END
    return _GENERIC if name in generic() else 1.0


def _bodies(part: str) -> list[str]:
    """The part itself, and what remains when words of rank leave its end."""
    bodies = [part]
    while (match := _RANKS.search(bodies[-1])) and match.start() > 1:
        bodies.append(bodies[-1][: match.start()])
    return bodies


def _longest_end(body: str) -> str:
    for start in range(max(1, len(body) - 12), len(body) - 1):
        if body[start:] in names() and not cuts_latin(body, start, len(body)):
            return body[start:]
    return ""


def _joined(before: str, end: str) -> str:
    """A longer name made of a word before the end and the end: 电商平台运营 → 电商运营."""
    found = ""
    for start in range(len(before)):
        for stop in range(start + 1, min(len(before), start + _LONGEST_WORD) + 1):
            name = before[start:stop] + end
            if len(name) >= len(found) and name in names():
                found = name
    return found


def inner_readings(part: str) -> list[Reading]:
    """Names inside a part that ends in something unknown: the later the likelier."""
    found = mentions(part)
    return [
        Reading(m.codes, _inside_strength(m, len(part), place))
        for place, m in enumerate(reversed(found))
    ]


def _inside_strength(mention: Mention, length: int, place: int) -> float:
    weak = _GENERIC if mention.name in generic() else 1.0
    short = mention.length <= _SHORT_NAME and not _NEVER_BY_CHANCE.fullmatch(mention.name)
    amid = short and mention.start > 0 and mention.end < length
    chance = _BY_CHANCE if amid else 1.0  # 努力工作 holds 力工
    return (0.18 + _INSIDE * mention.length / length) * weak * chance * 0.7**place
