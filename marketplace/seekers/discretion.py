"""What people write of themselves in short fields, without what would give them away. Pure.

A skill may read "电焊 13812345678" and a certificate "残疾人证": a card shows neither. An item
that gives anything away is left out whole; what is lost is little, and no half of a number stays.
"""

import re
import unicodedata
from collections.abc import Iterable

_SHORTEST_NAME = 2
_NUMBERS = r"\d(?:[\s.\-]?\d){6,}|[〇零一二三四五六七八九幺]{7,}"
_ADDRESSES = (
    r"\S@\S|微信号|微信\s*:|加微|v信|\bvx\b|\bwx\b|qq\s*[:号]|"
    r"\d+\s*(?:栋|单元|室)|路\s*\d+\s*号"
)
_SEX = r"(?:^|[\s,、;/|(])[男女](?:性|士|生|工)?(?:$|[\s,、;/|)]|\d)|性别|我是[男女]|本人[男女]"
_AGE = r"\d{2}\s*(?:周)?岁|[4-9]0后|0[05]后|出生|生日|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月"
_ORIGIN = (
    r"户籍|户口|籍贯|民族|家住|身份证|党员|信教|"
    r"(?:汉|土家|苗|侗|瑶|回|壮|维吾尔|藏|蒙古|满|白|彝|布依|朝鲜|畲|黎|傣)族"
)
_FAMILY = r"已婚|未婚|离异|离婚|丧偶|单亲|怀孕|孕期|哺乳期|宝妈"
_GROUPS = (
    r"残疾|伤残|肢残|聋|哑人|盲人|视障|听障|智障|低保|特困|贫困|脱贫|建档立卡|零就业|就业困难|"
    r"困难家庭|4050|失业登记|失业证|就业创业证|退役|退伍|转业军人|刑满|矫正|返乡|应届|毕业生"
)
_HEALTH = r"乙肝|艾滋|病史|患有|慢性病|精神病"
_TELLING = re.compile(
    f"{_NUMBERS}|{_ADDRESSES}|{_SEX}|{_AGE}|{_ORIGIN}|{_FAMILY}|{_GROUPS}|{_HEALTH}"
)


def discreet(items: Iterable[str], name: str = "") -> tuple[str, ...]:
    """Return the items that tell neither who somebody is nor what no employer may ask.

    Left out are the person's own `name`, numbers and addresses by which one is reached, sex,
    age, origin, family, health, and the groups that policy helps.
    """
    own = _plain(name)
    named = len(own) >= _SHORTEST_NAME
    return tuple(
        item
        for item in items
        if not _TELLING.search(plain := _plain(item)) and not (named and own in _joined(plain))
    )


def _plain(text: str) -> str:
    """Full width to half width, so that patterns need one form of each sign."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _joined(text: str) -> str:
    return "".join(text.split())
