"""Pay in a query: 6000以上, 6k-8k, 不低于5千, 200一天; a bare 6000 too, a year or a phone not."""

import re

from language.pay import Pay, parse_pay
from language.queries.found import Found
from language.queries.structure import ChipKind

_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,4})?)\s?(?:[kw千万百](?:\d(?!\d))?)?"
_SPOKEN = (
    "[一二两三四五六七八九十][一二两三四五六七八九十百千万]{0,5}[千万百][一二两三四五六七八九]?"
)
_MONEY = rf"(?:{_FIGURE}|{_SPOKEN})"
_LABEL = "(?:月薪|年薪|日薪|时薪|周薪|工资|薪资|薪酬|薪水|底薪|保底|待遇|收入|月入|综合)(?:要求)?:?"
_AT_LEAST = "不低于|不少于|不要低于|至少|最低|最少|大于|高于|超过|>=|≥|>"
_AT_MOST = "不超过|不高于|低于|最高|最多|<=|≤|<"
_BEFORE = f"{_AT_LEAST}|{_AT_MOST}"
_UNIT = "(?:元|块钱?)"
_SPAN = "(?:月|天|日|小时|钟头|时|年|周)"
_PERIOD = (
    rf"(?:\s?(?:/|一|每)\s?个?{_SPAN}|\s?/h(?![a-z])"
    r"|(?<!\s)(?:月薪|年薪)|(?<!\s)(?<!\d{4})[日周]结)"
)
_AFTER = r"及?以上|及?以下|以内|起步|起|往上|左右|上下|\+|封顶|多(?!年|岁)"
_PAY = re.compile(
    rf"(?P<label>{_LABEL}\s?|日结(?=\d{{2,3}}(?!\d)))?(?P<before>(?:{_BEFORE})\s?)?(?P<low>{_MONEY})\s?(?P<unit>{_UNIT})?"
    rf"(?:\s?(?:-{{1,2}}|~|到|至|—)\s?(?P<high>{_MONEY})\s?(?P<high_unit>{_UNIT})?)?"
    rf"(?P<per>{_PERIOD})?(?:\s?(?P<after>{_AFTER}))?{_UNIT}?(?P<later>{_PERIOD})?"
)
_JOINED_BEFORE = re.compile(r"(?:[\d.a-z#*=@_]|\d[-~/]|(?<![一-鿿])-)$")
_JOINED_AFTER = re.compile(
    r"\d|[-.~/]\d|[a-z_@]|[%届级岁人名号路栋楼室米吨平个期次点强里多位台所家区团线]|年(?![薪终假底轻])|月(?![薪嫂结子休底])"
    "|公里|千米|小时|部队|工程|热线|客服|专线"
)
_BARE = re.compile(r"[1-9]\d{3,5}")
_YEARS = range(1950, 2050)
_MOST_MONTHLY = 30_000
_ROUND_YEARLY = 10_000
_CEILING = re.compile("不超过|不高于|(?<!不)低于|最高|最多|<|≤|以下|以内|封顶")


def pay_found(plain: str) -> list[Found]:
    """Where folded text says what is to be earned; the value is `LOW-HIGH` in fen a month."""
    found = []
    for match in _PAY.finditer(plain):
        end = match.start() + len(match[0].rstrip())
        value = _value(match) if _stands_alone(plain, match, end) else None
        if value:
            found.append(Found(ChipKind.PAY, match.start(), end, (value,)))
    return found


def bounds_fen(value: str) -> tuple[int | None, int | None]:
    """Least and most pay of a value of `pay_found`."""
    low, _, high = value.partition("-")
    return int(low) if low else None, int(high) if high else None


def _stands_alone(plain: str, match: re.Match[str], end: int) -> bool:
    """Tell whether no part of a longer figure or word was read (13812345678, 2024届, 50人)."""
    before = plain[max(0, match.start() - 2) : match.start()]
    closed = match["after"] or match["per"] or match["later"]
    opened = match["label"] or match["before"] or not _JOINED_BEFORE.search(before)
    return bool(opened) and bool(closed or not _JOINED_AFTER.match(plain, end))


def _value(match: re.Match[str]) -> str | None:
    if not _is_money(match):
        return None
    low, high = _ends(_read(match), match)
    return f"{low or ''}-{high or ''}" if low or high else None


def _is_money(match: re.Match[str]) -> bool:
    """Money has a unit, a period or a word beside it, or is a bare figure of the usual size."""
    said = any(match[name] for name in ("label", "before", "unit", "high_unit", "per", "later"))
    figures = [match[name] for name in ("low", "high") if match[name]]
    return said or any(map(_has_unit, figures)) or all(map(_is_usual, figures))


def _has_unit(figure: str) -> bool:
    return bool(re.search("[kw千万百]", figure))


def _is_usual(figure: str) -> bool:
    plain = figure.strip().replace(",", "")
    if not _BARE.fullmatch(plain) or (int(plain) in _YEARS and int(plain) % 50):
        return False
    return int(plain) <= _MOST_MONTHLY or int(plain) % _ROUND_YEARLY == 0


def _read(match: re.Match[str]) -> Pay:
    """The figures as pay fields are read; a range that falls is read the other way round."""
    written = match[0].strip()
    pay = parse_pay(written)
    if pay.unparsed and match["high"]:
        start, stop = match.start(), match.end()
        head = match.string[start : match.start("low")]
        tail = match.string[match.end("high") : stop]
        pay = parse_pay(f"{head}{match['high'].strip()}-{match['low'].strip()}{tail}".strip())
    return pay


def _ends(pay: Pay, match: re.Match[str]) -> tuple[int | None, int | None]:
    """Least and most in fen; one figure alone is the least that is wanted."""
    if pay.unparsed or pay.negotiable:
        return None, None
    if _CEILING.search(f"{match['before'] or ''} {match['after'] or ''}"):
        return None, pay.high_fen or pay.low_fen
    return (pay.low_fen or pay.high_fen), (pay.high_fen if match["high"] else None)
