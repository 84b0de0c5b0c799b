"""The core of a job title: without slogans, pay, places, brackets, the company that hires."""

import re
from functools import cache
from itertools import chain

from language.cleaning import fold
from language.occupation_lexicon import names
from language.places import provinces_and_cities
from language.resources import rows

_BRACKETED = re.compile(r"[(\[【{<《「『〔]([^)\]】}>》」』〕]*)[)\]】}>》」』〕]?")
_SPREAD = re.compile(r"(?<!\S)[一-鿿](?:\s+[一-鿿])+(?![一-鿿])")  # 办 公 文 员
_COMPANY_PLACE = re.compile(r"\([^()]{2,6}\)(?=\S{0,12}公司)")  # 某某物业(深圳)有限公司
_PAY = re.compile(
    r"(?:月薪|底薪|综合|无责|保底|年薪|日薪|时薪|薪资|工资|月入|日入|日结|月结|收入|薪|月)*[:：]?\d+(?:\.\d+)?\s*"
    r"(?:[-~—至到+]\s*\d+(?:\.\d+)?)?\s*(?:k|w|千|万|元|块)(?:以上|起|左右|\+|加)?"
    r"(?:[/每一]?(?:月|年|天|日|小时|h))?"
)
_FIGURES = re.compile(
    r"(?<![a-z])[a-z]{1,3}\d{4,}|\d+\s*薪|"
    r"(?<![a-z+#])\d{2,}(?:\s*[-~+]\s*\d*)?(?:人|名|岁|元)?|\d+(?:人|名|险|金|薪|休|天|小时|年)"
)
_SEPARATORS = re.compile(r"[/、,|;+&·•\s_—–~!?。.:：*★☆◆●■▲※\"“”'‘’=→>-]+")
_LONGEST_TITLE = 80
_LEAST_NAME = 2
_BENEFITS = re.compile(
    "(?:补贴|补助|津贴|提成|福利|奖金|团建|体检|班车|年假|食宿|礼品|礼金)$|"
    "(?:员工|团队|公司|带薪|免费|国内外?|出国|年度|免费.{2}|技术|拓展|技能|岗前|入职)(?:旅游|培训|拓展|食堂|宿舍)$|"
    "(?:商业|社会|补充|意外|医疗|工伤|养老|失业|生育|五)保险$|^专业培训$"
)
_OFFERS = re.compile(
    "(?:餐饮|用?餐|住房|租房|交通|话费|通讯|高温|取暖|夜班|岗位|工龄|全勤|销售|业绩|绩效|员工|节日|住宿|生活|学历|技能|项目)"
    "(?:补贴|补助|津贴|提成|福利|奖金?|团建|旅游|优惠|体检)(?![专员顾主经管师岗])"
)
_SENTENCES = re.compile(
    "负责(?!人)|熟悉|熟练(?:使用|掌握|操作|运用)|精通|具有|具备|能够|以上学历|以上经验|任职|职责|岗位要求|"
    "工作经验|相关经验|工作流程|实操|进行|开展|参与|主要|能力|知识(?!产)|协助|根据|按照|提高|配合|完成|及时|以及|优先|良好的|较强的?|上级|领导交|其他工作"
)
_LEAST_SENTENCE = 9
_PROTECTED = {"c++": "c＋＋", ".net": "．net", "node.js": "node．js"}
_GRADES = re.compile(
    r"^(?:高级|资深|初级|中级|中高级|见习|首席|特级|大专|本科|校招|社招|急|"
    r"招(?![生商投标聘])|聘|诚|新|双休|[男女](?![装鞋士性包裤子生]))"
    r"|(?:若干|数)?名$|\d+$"
)
_HIRING = re.compile(
    "(?:急|诚|直|热|现|特|高薪)?(?:招聘|诚聘|急聘|聘请|诚招|急招|直招|招(?![聘生商投标待牌募采工]))"
)
_RECRUITERS = re.compile(
    "^招聘(?:专员|主管|经理|助理|顾问|专家|总监|师|运营|负责人|hr|bp|实习|岗|官|专|组长|团队)"
)
_BEFORE_RECRUITERS = re.compile(
    "^(?:高级|资深|初级|校园|人事|人力|海外|蓝领|劳务|hr|急|诚聘|高薪)*$"
)


def core_titles(title: str) -> list[str]:
    """Trades a title names, folded: 急聘！会计/出纳（双休）长沙 → 会计, 出纳.

    What stands in brackets comes last.
    """
    return [*dict.fromkeys(chain.from_iterable(core_and_bracketed(title)))]


def core_and_bracketed(title: str) -> tuple[list[str], list[str]]:
    """Trades a title names, and those in its brackets, which are weaker hints."""
    written = _SPREAD.sub(_closed_up, fold(title[:_LONGEST_TITLE]))
    plain = _COMPANY_PLACE.sub("", _protect(written))
    core = dict.fromkeys(_parts(_wanted(_BRACKETED.sub(" ", plain))))
    bracketed = dict.fromkeys(_parts(" ".join(_BRACKETED.findall(plain))))
    return list(core), [part for part in bracketed if part not in core]


def _closed_up(spread: re.Match[str]) -> str:
    return "".join(spread[0].split())


def _protect(plain: str) -> str:
    for written, kept in _PROTECTED.items():
        plain = plain.replace(written, kept)
    return plain


def _wanted(plain: str) -> str:
    """Who is wanted: what follows the word for hiring (某某酒店招聘服务员), if anything does."""
    for match in _HIRING.finditer(plain):
        before, rest = plain[: match.start()].strip(), plain[match.end() :].strip(" !:,-")
        if _is_recruiter(plain, match):
            return plain
        if len(rest) >= _LEAST_NAME and not _names_a_trade(before):
            return rest
    return plain


def _is_recruiter(plain: str, hiring: re.Match[str]) -> bool:
    """Tell whether the word for hiring belongs to the trade: 招聘专员, not 某某公司招聘专员."""
    if "招聘" not in hiring[0] or not _RECRUITERS.match(plain[hiring.end() - 2 :]):
        return False
    before = plain[: hiring.start()].strip()
    return bool(_BEFORE_RECRUITERS.match(before)) or not re.search("[公司店厂院校]", before)


def _names_a_trade(before: str) -> bool:
    """Tell whether the trade stands before the word: 司机招聘 底薪高."""
    return any(part in names() for part in _SEPARATORS.split(before))


def _parts(plain: str) -> list[str]:
    unpaid = _OFFERS.sub(" ", _PAY.sub(" ", plain))
    bare = _without_slogans(_FIGURES.sub(" ", unpaid))
    parts = [_bare(part) for part in _SEPARATORS.split(bare)]
    return [p for p in parts if len(p) >= _LEAST_NAME and not _names_no_trade(p)]


def _names_no_trade(part: str) -> bool:
    """Tell whether a part is a place, a benefit (餐饮补贴) or a sentence about the work."""
    if part in names():
        return False
    told = len(part) >= _LEAST_SENTENCE and _SENTENCES.search(part)
    return bool(told or _BENEFITS.search(part)) or part in _cities_and_provinces()


def _without_slogans(text: str) -> str:
    pattern, kept = _slogans()
    return pattern.sub(lambda match: match[0] if match[0] in kept else " ", text)


def _bare(part: str) -> str:
    """A part without city before or after it and without grade words."""
    stripped = part
    if part not in names():
        stripped = _cities().sub("", part)
        stripped = stripped if len(stripped) >= _LEAST_NAME else part
        short = _GRADES.sub("", stripped) if len(stripped) > _LEAST_NAME else stripped
        stripped = short if len(short) >= _LEAST_NAME else stripped
    return stripped.replace("＋", "+").replace("．", ".")


@cache
def _cities_and_provinces() -> frozenset[str]:
    return frozenset(provinces_and_cities())


@cache
def _cities() -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, provinces_and_cities()), key=len, reverse=True))
    return re.compile(rf"^(?:{known})|(?:{known})$")


@cache
def _slogans() -> tuple[re.Pattern[str], frozenset[str]]:
    """Pattern of slogans, and the trades that hold one (社保专员), which it must not cut."""
    phrases = [row["phrase"] for row in rows("title_slogans")]
    holds = re.compile("|".join(map(re.escape, phrases)))
    kept = frozenset(name for name in names() if holds.search(name) and name not in phrases)
    words = sorted(map(re.escape, {*phrases, *kept}), key=len, reverse=True)
    return re.compile("|".join(words)), kept
