"""A published posting as pages show it: pay, place, distance, must-haves in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from language.pay import format_pay
from marketplace.postings import Precision, PublishedPosting
from marketplace.seekers import CONDITION_LABELS, EDUCATION_LABELS
from matching.geography import great_circle_km
from matching.wording import RESERVED_LABELS
from web.formats import distance, short_day
from web.pay_words import pay_words
from web.place_words import place_words
from web.translate import gettext

Point = tuple[float, float]


@dataclass(frozen=True)
class JobCard:
    """What `ui.job_card` and the job's page need, all in words."""

    posting: PublishedPosting
    pay: str
    place: str
    distance: str

    @property
    def pay_text(self) -> str:
        """The employer's own words; empty where they say the same as `pay`."""
        words = self.posting.pay_text.strip()
        shown = {self.pay, self._as_postings_write, "面议", gettext("面议")}
        same = {each.replace("–", "-") for each in shown}
        return "" if words.replace("–", "-") in same else words

    @property
    def _as_postings_write(self) -> str:
        posting = self.posting
        return format_pay(
            posting.pay_low_fen, posting.pay_high_fen, posting.pay_basis, posting.pay_months
        )

    @property
    def where(self) -> str:
        """Place and address, none of it twice."""
        return place_words(self.posting.place_code, self.posting.address)

    @property
    def tags(self) -> list[str | tuple[str, str]]:
        """Must-haves and what the work is like, the kept-for groups first."""
        posting = self.posting
        found: list[str | tuple[str, str]] = []
        if posting.reserved is not None:
            found.append((gettext(RESERVED_LABELS[posting.reserved]), "priority"))
        if posting.education_floor:
            found.append(education_words(posting.education_floor))
        found += [gettext("须有%(name)s", name=name) for name in posting.certificates]
        found += [condition_words(name) for name in posting.conditions]
        return found

    @property
    def note(self) -> str:
        """When it was published and until when it is valid."""
        posted = gettext("%(day)s发布", day=short_day(self.posting.published_at))
        if self.posting.valid_to is None:
            return posted
        return posted + gettext("，%(day)s截止", day=short_day(self.posting.valid_to))


def job_cards(postings: Sequence[PublishedPosting], near: Point | None = None) -> list[JobCard]:
    """Return cards in the given order, with distances from `near` (degrees) where known."""
    return [
        JobCard(posting, posting_pay(posting), place_words(posting.place_code), how_far)
        for posting, how_far in zip(postings, _distances(postings, near), strict=True)
    ]


def posting_pay(posting: PublishedPosting) -> str:
    """Return 5000–7000元/月, without figures the employer's words (2元/件), or 面议."""
    return pay_words(
        posting.pay_low_fen,
        posting.pay_high_fen,
        posting.pay_basis,
        posting.pay_months,
        posting.pay_text,
    )


def education_words(code: str) -> str:
    """Return 本科及以上 or 学历不限."""
    label = next((text for level, text in EDUCATION_LABELS.items() if level == code), code)
    if code == "none":
        return gettext("学历不限")
    return gettext("%(level)s及以上", level=gettext(label))


def condition_words(code: str) -> str:
    """Return the plain name of a condition of work."""
    return gettext(next((text for name, text in CONDITION_LABELS.items() if name == code), code))


def _distances(postings: Sequence[PublishedPosting], near: Point | None) -> list[str]:
    if near is None or not postings:
        return [""] * len(postings)
    there = np.array([(row.lat or np.nan, row.lon or np.nan) for row in postings], dtype=np.float64)
    km = great_circle_km(np.tile(np.array(near, dtype=np.float64), (len(postings), 1)), there)
    return [
        "" if np.isnan(value) else distance(float(value), exact=row.precision is Precision.EXACT)
        for value, row in zip(km, postings, strict=True)
    ]
