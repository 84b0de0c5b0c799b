"""The notation of pay: which amounts, units, periods and open ends a text holds."""

import re
from dataclasses import dataclass

from language.cleaning import fold
from language.numerals import chinese_number, decimal


@dataclass(frozen=True, slots=True)
class Expression:
    """One amount or range as written: figures, units (元 百 千 万 or none), period, open end."""

    low: str
    low_unit: str
    high: str | None
    high_unit: str
    period: str
    open_end: str


_NUMBER = r"[1-9]\d{0,2}(?:,\d{3}){1,3}(?!\d)(?:\.\d{1,4})?|\d{1,10}(?:\.\d{1,4})?"
_UNIT = r"万|千|百"
AMOUNT = rf"(?:{_NUMBER})\s*(?:{_UNIT})?元?"
_PERIODS = {
    "month": r"个?月|months?|mo",
    "year": r"年|years?|yr",
    "week": r"周|星期|礼拜|week",
    "day": r"天|日|工|day",
    "hour": r"个?小时|个?钟头|时|hours?|hr|h",
}
_PERIOD_WORD = "|".join(f"(?P<{name}>{words})" for name, words in _PERIODS.items())
_PERIOD = re.compile(rf"(?:{_PERIOD_WORD})(?![\w半]|元)", re.ASCII)
_LABELS = {
    "month": "月薪|月工资|月收入|月均|每月|每个月|一个月|1个月|月入|月综合",
    "year": "年薪|年入|年收入|每年|一年|1年",
    "week": "周薪|周结|每周|一周|1周",
    "day": "日薪|日工资|日结|每天|每日|一天|1天|天薪",
    "hour": "时薪|小时工资|每小时|一小时|1小时|每个小时",
}
_SEPARATOR = r"\s*(?:-{1,2}|~|至|到)\s*"
_SLASH = r"(?:\s*(?:/\s*每?|每)\s*(?:人\s*[/每·]\s*)?)"
_OPEN = "及?以上|以上|起|\\+|or more"
_CLOSED = "及?以下|以下|以内|封顶"
_AFTER = (
    rf"(?P<per>{_SLASH}\s*(?:(?:1|一)\s*)?"
    rf"(?P<unit_of>\d+\s*[^\s\d]|(?:(?!{_OPEN}|{_CLOSED})[^\d\s/,;()·+*]){{1,8}}))?"
)
_FLOOR = "保底|底薪"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
_LEAST_TOTAL = 500
_EXPRESSION = re.compile(
    rf"(?:(?P<before>不低于|不少于|至少|最低|>=|≥|>|不超过|不高于|最高|最多|<=|≤|<)"
    rf"|(?P<floor>{_FLOOR})(?:工资|薪资|薪酬|收入)?:?)?\s*"
    rf"(?<![\d.])(?P<low>{_NUMBER})\s*(?P<low_unit>{_UNIT})?\s*(?P<low_yuan>元)?"
    rf"(?:(?:{_SLASH}(?:个?月|年|天|日|小时|周))?{_SEPARATOR}(?P<high>{_NUMBER})\s*(?P<high_unit>{_UNIT})?\s*(?P<high_yuan>元)?)?"
    rf"\s*(?P<mark>{_OPEN}|{_CLOSED})?\s*(?P<yuan_after>元)?{_AFTER}"
    rf"\s*(?P<mark_after>{_OPEN}|{_CLOSED})?(?:\s*(?P<floor_after>{_FLOOR}))?"
)
NEGOTIABLE = re.compile("面议|面谈|面洽|电议|另议|详谈|协商|商议|可议|可谈")
PIECEWORK = re.compile("计件|按件|元/[次件个单其]|提成制")
_MONTHS = re.compile(
    r"(?<![\d.])(1[2-9]|2[0-4])(?:[-~至到]\d+)?\s*薪|[*x×·]\s*(1[2-9]|2[0-4])\s*(?:个月)?\s*$"
)
_FOREIGN = re.compile(
    r"\$|€|£|₩|฿|美元|美金|美刀|欧元|\d\s*(?:欧|镑|刀)|英镑|日元|日币|円|韩元|韩币|港币|港元|港纸|澳元|澳币|加元|加币|"
    r"新币|新元|新加坡元|台币|澳门币|铢|卢比|林吉特|马币|令吉|比索|越南盾|卢布|第纳尔|迪拉姆|坚戈|法郎|"
    r"dollar|(?<![a-z])(?:usd|hkd|eur|gbp|jpy|krw|sgd|aud|cad|twd|ntd|mop|thb|myr|php|inr|vnd|rub|aed)(?![a-z])"
)
_VAGUE = re.compile("(?:好几|几|数|上|过|近|成)[十百千万]")
_OTHER_SPAN = r"(?:(?:两|半|三|几|数)个?(?:月|周|星期|年|天|小时)|每?季度?|[2-9]周|每?晚)"
_OTHER_SPAN_BEFORE = re.compile(rf"{_OTHER_SPAN}[^\d,;]{{0,2}}$")
_OTHER_SPAN_AFTER = re.compile(rf"\s*{_OTHER_SPAN}")
_SUM_BEFORE = re.compile(r"\d\+\s*$")
_ASIDE = re.compile(r"\([^()]*\)")
_ASIDE_PAY = re.compile(r"/|\d薪|年薪|月薪|日薪|时薪|每")
_EXTRA_BEFORE = re.compile(
    "(?:补|补贴|补助|奖|奖金|房补|餐补|话补|保险|公积金|押金|服装费|试用期?|试用期工资|加班费?|学徒期?|提成|"
    "首月|前[\\d两二三四五六]+个?月|津贴|全勤|红包|满勤|工龄|实习期?|费用?|报销)[^\\d,;]{0,4}$"
)
_LATER_PAY = re.compile("试用|实习|学徒")
_TOTAL_BEFORE = re.compile("(?:综合|平均|月薪|月入|收入|工资|薪资|薪酬|月均)[^\\d,;]{0,4}$")
_ANOTHER_THING = re.compile(
    r"^\s*(?:小时|个?月|年|天|岁|人|名|%|点|:|号|楼|平|班|期|次|休|险|金|倍|薪)"
)


def normalised(text: str) -> str:
    """Half-width, one name for each unit, numerals Arabic, asides without pay left out."""
    plain = fold(text).replace("人民币", "").replace("rmb", "").replace("¥", "").replace("￥", "")
    plain = re.sub("[‐‑‒–—―−－﹣─]+", "-", plain).replace("～", "~").replace("〜", "~")
    plain = re.sub("圆|块钱?|元人民币|元整", "元", plain).translate(_FORMAL)
    plain = re.sub(rf"(?<![\d.])({_NUMBER})\s*k(?![a-z])", r"\1千", plain)
    plain = re.sub(rf"(?<![\d.])({_NUMBER})\s*w(?![a-z])", r"\1万", plain)
    plain = re.sub("税前|税后|到手|左右|大约|约|上下|含税|不等|之间", "", plain)
    plain = _VAGUE.sub("若干", plain)
    if re.search(r"\d", _ASIDE.sub("", plain)):
        plain = _ASIDE.sub(_keep_aside, plain)
    return _arabic(plain).strip()


def expressions(plain: str) -> list[Expression]:
    """Every amount of money in normalised text, those that are extras left out."""
    if _FOREIGN.search(plain):
        return []
    without_months = _MONTHS.sub("", plain)
    matches = [m for m in _EXPRESSION.finditer(without_months) if _is_money(m)]
    main = [m for m in matches if not _EXTRA_BEFORE.search(without_months[: m.start("low")])]
    alone = [m for m in matches if _LATER_PAY.search(without_months[: m.start("low")])]
    return [_expression(m) for m in (main or alone)]


def months_a_year(plain: str) -> int | None:
    """N of N薪, the smaller of two; None when not written."""
    match = _MONTHS.search(plain)
    return int(match[1] or match[2]) if match else None


def _keep_aside(match: re.Match[str]) -> str:
    aside = match[0]
    is_period = _ASIDE_PAY.search(aside) and not re.search(r"试用|补|奖|加班|实习", aside)
    return f" {aside[1:-1]} " if is_period or NEGOTIABLE.search(aside) else " "


def _is_money(match: re.Match[str]) -> bool:
    """Money has a unit, a period after a slash, or is the whole text but for words."""
    if any(match[name] for name in ("low_unit", "low_yuan", "high_unit", "high_yuan")):
        return True
    if match["yuan_after"] or match["per"]:
        return True
    named = match["floor"] or _TOTAL_BEFORE.search(match.string[: match.start("low")])
    if named and decimal(match["low"]) >= _LEAST_TOTAL:
        return True
    rest = match.string[: match.start()] + match.string[match.end() :]
    follows = _ANOTHER_THING.match(match.string[match.end() :])
    return not re.search(r"\d", rest) and not follows and not re.search("[-~/]", rest)


def _expression(match: re.Match[str]) -> Expression:
    return Expression(
        low=match["low"],
        low_unit=match["low_unit"] or ("元" if match["low_yuan"] else ""),
        high=match["high"],
        high_unit=match["high_unit"] or ("元" if match["high_yuan"] else ""),
        period=_period(match),
        open_end=_open_end(match),
    )


def _period(match: re.Match[str]) -> str:
    """Period written after a slash, else the nearest label; piece for any other unit or span."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if _SUM_BEFORE.search(before):
        return "piece"
    if match["per"]:
        word = _PERIOD.match(match["unit_of"])
        return word.lastgroup or "piece" if word else "piece"
    if _OTHER_SPAN_BEFORE.search(before) or _OTHER_SPAN_AFTER.match(after):
        return "piece"
    named = [
        name
        for name, words in _LABELS.items()
        if re.search(rf"(?:{words})[^\d,;]{{0,3}}$", before) or re.match(rf"\s*(?:{words})", after)
    ]
    return named[0] if len(named) == 1 else ""


def _open_end(match: re.Match[str]) -> str:
    before, mark = match["before"] or "", match["mark"] or match["mark_after"] or ""
    if re.match("不超过|不高于|最高|最多|<|≤", before) or re.match(_CLOSED, mark):
        return "low"
    if before or mark not in ("", "+"):
        return "high"
    single = not match["high"]
    return "high" if single and (mark or match["floor"] or match["floor_after"]) else ""


def _arabic(plain: str) -> str:
    """三千五 → 3500元, 五六千 → 5-6千, 八到十二万 → 8-12万, 1万2 → 12000元, 十三薪 → 13薪."""
    digit = "一二两三四五六七八九"
    spoken = re.sub(
        rf"(?<![{digit}十\d])([{digit}])([{digit}])(?=[千万])",
        lambda m: f"{chinese_number(m[1])}-{chinese_number(m[2])}",
        plain,
    )
    spoken = re.sub(
        rf"(?<![{digit}十百千万])([{digit}十]{{1,3}})\s*(?:至|到|-|~)\s*(?=[{digit}十]{{1,3}}[千万](?![{digit}]))",
        lambda m: f"{chinese_number(m[1])}-",
        spoken,
    )
    spoken = re.sub(r"(?<!\d)(\d{1,4})万(\d)(千?)(?![\d.薪万])", _mixed, spoken)
    spoken = re.sub(r"(\d)千(\d)(百?)(?![\d.薪万千])", _mixed_thousand, spoken)
    return re.sub(
        "[零一二两三四五六七八九十百千万]+(?=薪|元|[-~至到/以起左]|$|[,;·+ ])", _numeral, spoken
    )


def _mixed(match: re.Match[str]) -> str:
    return f"{int(match[1]) * 10_000 + int(match[2]) * 1000}元"


def _mixed_thousand(match: re.Match[str]) -> str:
    return f"{int(match[1]) * 1000 + int(match[2]) * 100}元"


def _numeral(match: re.Match[str]) -> str:
    value = chinese_number(match[0])
    joined = match.start() and match.string[match.start() - 1].isdigit()
    if value is None or joined or (value < 10 and len(match[0]) == 1):  # noqa: PLR2004 - a digit
        return match[0]
    return f"{value}元" if value >= 100 else str(value)  # noqa: PLR2004 - 百 and above is money
