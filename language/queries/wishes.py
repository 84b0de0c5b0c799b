"""Benefits, conditions, schooling, experience, papers and nearness in a query."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from language.benefits import benefit_spans
from language.certificates import certificate_spans
from language.conditions import Condition, condition_spans
from language.education import education_spans
from language.experience import parse_years
from language.negation import denied_from, denied_to
from language.occupation_lexicon import Mention
from language.queries.found import Found, joined, settled
from language.queries.structure import ChipKind

_REFUSED = re.compile(
    r"(?:不要|不想(?:做|干|当|上)?|不做|不干|不当|不找|不考虑|不接受|不是|拒绝|排除|除了|(?<!\S)[-不非])\s?$"
)
_WINDOW = 6
_NIGHT = re.compile("夜|晚|凌晨|通宵|night")
_LISTS_ON = re.compile("[和或及与]")
_LEVEL_GOES_ON = re.compile("(?:及|或)?以[上下](?:学历)?|学历|毕业(?!生|证|设计)|文凭")
_NEAR = re.compile(
    r"(?:方圆|距离|离家)?(?P<km>\d{1,3}(?:\.\d)?)\s?(?:公里|千米|km)(?:以内|之内|内|范围内?)?(?![a-z])|"
    "(?P<local>本地(?!生活)|同城(?!配送|快递|货运|物流|跑腿|急送)|当地|本市)的?|"
    "(?:(?:我?家|我)?(?:的?附近|门口)|离(?:我?家|我)(?:比较)?近|离(?:我?家|我)不远|就近"
    "|周边(?!产品|设计)|周围)(?:一?点)?的?"
)
_NUMERAL = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_EXPERIENCE = re.compile(
    "(?:无|没有?|零|0|不要|不需要?|无需|不用|免|不限)(?:工作|相关)?经验(?:要求)?|经验不限|零基础|新手|小白"
    r"|20\d\d届(?:毕业生)?|应届(?:毕业)?生?|在校生|(?<!大学)毕业生"
    rf"|(?<!\d){_NUMERAL}(?:[-~到至]{_NUMERAL})?年(?:及?以上)?的?(?:工作|相关|从业)?经验"
)


def told_apart(plain: str, trades: Iterable[Mention]) -> tuple[list[Found], list[Found]]:
    """Trades, benefits and conditions that are asked for, and those that are ruled out."""
    pieces = settled([*_trades(trades), *_benefits(plain), *_conditions(plain)])
    stated: list[Found] = []
    refused: list[Found] = []
    for piece in pieces:
        start, end = _refusal(plain, piece)
        if start < piece.start or end > piece.end:
            refused.append(replace(piece, kind=ChipKind.EXCLUDE, start=start, end=end))
        elif refused and _LISTS_ON.fullmatch(plain, refused[-1].end, piece.start):
            refused[-1] = _listed_on(refused[-1], piece)  # 不要夜班和倒班
        else:
            stated.append(piece)
    return stated, refused


def facts_found(plain: str) -> list[Found]:
    """Schooling, experience and papers in folded text."""
    return [
        *_levels(plain),
        *_matches(plain, _EXPERIENCE, ChipKind.EXPERIENCE, _years),
        *(Found(ChipKind.CERTIFICATE, s, e, (name,)) for s, e, name in certificate_spans(plain)),
    ]


def nearness_found(plain: str) -> list[Found]:
    """Where folded text wants work near by: `near`, `local`, or within so many kilometres."""
    return _matches(plain, _NEAR, ChipKind.NEAR, _nearness)


def _trades(trades: Iterable[Mention]) -> list[Found]:
    return [Found(ChipKind.OCCUPATION, m.start, m.end, m.codes) for m in trades]


def _benefits(plain: str) -> list[Found]:
    spans = benefit_spans(plain)
    return joined(Found(ChipKind.BENEFIT, b.start, b.end, (b.benefit.value,)) for b in spans)


def _conditions(plain: str) -> list[Found]:
    pieces = joined(
        Found(ChipKind.CONDITION, start, end, (condition.value,))
        for denied in (False, True)
        for start, end, condition in condition_spans(plain, denied=denied)
    )
    return [_narrowed(plain, piece) for piece in pieces]


def _narrowed(plain: str, piece: Found) -> Found:
    """倒班 means changing shifts, at night or not; only words of the night mean night shifts."""
    if Condition.ROTATING_SHIFT not in piece.values or _NIGHT.search(plain, piece.start, piece.end):
        return piece
    return replace(piece, values=tuple(v for v in piece.values if v != Condition.NIGHT_SHIFT))


def _refusal(plain: str, piece: Found) -> tuple[int, int]:
    """Where a piece begins and ends with the words that rule it out (不要 倒班, 夜班: 无)."""
    refused = _REFUSED.search(plain, max(0, piece.start - _WINDOW), piece.start)
    start = refused.start() if refused else piece.start
    if piece.kind is ChipKind.OCCUPATION:
        return start, piece.end
    return min(start, denied_from(plain, piece.start)), denied_to(plain, piece.end)


def _listed_on(refused: Found, piece: Found) -> Found:
    values = tuple(dict.fromkeys([*refused.values, *piece.values]))
    return replace(refused, end=piece.end, values=values)


def _levels(plain: str) -> list[Found]:
    return [
        Found(ChipKind.EDUCATION, start, more.end() if more else end, (level.value,))
        for start, end, level in education_spans(plain, floor=False)
        for more in [_LEVEL_GOES_ON.match(plain, end)]
    ]


def _matches(
    plain: str, pattern: re.Pattern[str], kind: ChipKind, read: Callable[[re.Match[str]], str]
) -> list[Found]:
    return [Found(kind, *match.span(), (read(match),)) for match in pattern.finditer(plain)]


def _nearness(match: re.Match[str]) -> str:
    return match["km"] or ("local" if match["local"] else "near")


def _years(match: re.Match[str]) -> str:
    return f"{parse_years(match[0]) or 0:g}"
