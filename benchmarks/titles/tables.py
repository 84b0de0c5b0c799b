"""Titles with the occupations they were adjudicated to, and texts that name none."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.judged.tables import DATA, postings
from language.classification import occupations

FILE = Path(__file__).with_name("adjudicated.tsv")
LABELLED = DATA / "titles_to_occupation.csv"
GROUPS = "2346"
NO_TRADE = "-"
_SEED = 2026
_EACH = 200

NO_TITLES = [
    "包吃包住",
    "年终双薪",
    "团队年轻有活力",
    "欢迎应届毕业生",
    "薪酬面谈",
    "弹性工作时间",
    "提供住宿",
    "试用期三个月",
    "公司直招",
    "不加班不出差",
    "晋升快",
    "大平台",
    "老板人好",
    "坐着上班",
    "月休八天",
    "急急急",
    "名额有限",
    "今日面试明日上班",
    "长期有效",
    "长沙市雨花区",
    "株洲市天元区泰山路",
    "岳阳楼区",
    "地铁口附近",
    "河西大学城",
    "湖南长沙",
    "园区东门集合",
    "湖南某某建设集团有限公司",
    "长沙某某餐饮管理有限公司",
    "某某人力资源服务有限公司",
    "某某小学",
    "某某村委会",
    "某某人民医院",
    "8000-12000元/月",
    "13薪",
    "面议",
    "3500起",
    "200元/天",
    "15111111111",
    "2024年6月",
    "上午九点",
    "3天",
    "1万+",
    "大专及以上",
    "本科优先",
    "18-45岁",
    "男女皆可",
    "退伍军人优先",
    "三年以上经验",
    "有驾照",
    "身体健康",
    "吃苦耐劳",
    "我想找工作",
    "请问在吗",
    "收到请回复",
    "谢谢合作",
    "祝好",
    "周末愉快",
    "新年快乐",
    "天气晴",
    "测试数据",
    "abc",
    "qwerty",
    "lorem",
    "???",
    "----",
    "待定",
    "暂无",
    "同上",
    "见附件",
    "见详情",
    "详见公告",
    "附件一",
    "第三季度",
    "名单如下",
    "点击查看",
    "请扫码",
    "苹果",
    "桌子",
    "手机壳",
    "白菜",
    "自行车",
    "电影票",
    "音乐",
    "篮球",
    "长江",
    "月亮",
    "火锅",
    "咖啡",
    "春天",
    "红色",
    "梦想",
    "青春",
    "未来可期",
    "加油",
    "努力",
    "责任心强",
    "沟通能力好",
    "善于学习",
    "做事踏实",
    "性格开朗",
]


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """One title of a source, and the codes of level 4 that are right for it; none: no trade."""

    split: str
    source: str
    title: str
    codes: frozenset[str]
    group: str


def adjudicated(*splits: str) -> list[Adjudicated]:
    """Titles of some splits, those of major groups 2, 3, 4 and 6 alone."""
    with FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [one for one in map(_one, lines) if one.split in splits and one.group in GROUPS]


def _one(line: dict[str, str]) -> Adjudicated:
    codes = [code for code in line["codes"].split("|") if code != NO_TRADE]
    group = codes[0][0] if codes else NO_TRADE
    return Adjudicated(line["split"], line["source"], line["title"], frozenset(codes), group)


def labelled(without: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Titles of titles_to_occupation.csv with a label of level 4, and the labels."""
    left_out = set(without)
    with LABELLED.open(encoding="utf-8-sig", newline="") as file:
        known = [(" ".join(r["职位名称"].split()), r["职业代码"]) for r in csv.DictReader(file)]
    pairs = [(t, c) for t, c in known if t not in left_out and c in _detailed()]
    return [title for title, _ in pairs], [code for _, code in pairs]


@cache
def _detailed() -> frozenset[str]:
    return frozenset(one.code for one in occupations())


def texts_without_trade() -> dict[str, list[str]]:
    """Texts that name no trade, by kind: our own, and firms, pay and places of real postings."""
    rows = postings()
    real = {
        field: {str(r[field]) for r in rows if r.get(field)}
        for field in ("company", "pay", "place")
    }
    draw = random.Random(_SEED)
    return {"own": list(NO_TITLES)} | {
        field: draw.sample(sorted(texts), min(_EACH, len(texts))) for field, texts in real.items()
    }
