"""Why a person fits a posting, in an employer's words."""

from typing import Any

from language.occupations import plain_name
from marketplace.pool import Fit, FitCode
from marketplace.seekers import EDUCATION_LABELS
from runtime.messages import N_
from web.translate import gettext

WORDS = {
    FitCode.WANTED: N_("正想找这样的工作：%(work)s"),
    FitCode.NEAR_WORK: N_("想找的工作相近：%(work)s"),
    FitCode.SKILLS: N_("会要用到的技能：%(items)s"),
    FitCode.CERTIFICATES: N_("有要求的证书：%(items)s"),
    FitCode.EDUCATION: N_("学历符合：%(level)s"),
    FitCode.EXPERIENCE: N_("做过 %(years)s 年，符合要求"),
    FitCode.CERTIFICATES_MISSING: N_("名片上没有证书：%(items)s"),
    FitCode.SKILLS_MISSING: N_("名片上没有写：%(items)s"),
    FitCode.EDUCATION_UNKNOWN: N_("没有写学历，请面谈时了解"),
    FitCode.EDUCATION_BELOW: N_("学历是%(level)s，低于要求"),
    FitCode.EXPERIENCE_SHORT: N_("做过 %(years)s 年，少于要求"),
}


def fit_words(fits: list[Fit]) -> tuple[list[str], list[str]]:
    """Return what speaks for a person, and what to look at, as sentences."""
    good = [_sentence(fit) for fit in fits if fit.good]
    return good, [_sentence(fit) for fit in fits if not fit.good]


def _sentence(fit: Fit) -> str:
    values = {name: _in_words(name, value) for name, value in fit.values.items()}
    return gettext(WORDS[fit.code], **values)


def _in_words(name: str, value: Any) -> str:
    if name == "work":
        return plain_name(value)
    if name == "level":
        return gettext(next(text for level, text in EDUCATION_LABELS.items() if level == value))
    return gettext("、").join(value) if name == "items" else f"{value:g}"
