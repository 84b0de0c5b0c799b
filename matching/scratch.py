"""Postings and profiles of files made facts and columns, without a tenant or a database.

Rows are understood as an import understands them; what an import would ask a
person about stays unknown. Rows are numbered from 0 in the order of the file,
which stands in for the ids of tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from language.fields import Raw, parse_day, text_of
from language.places import Place
from language.understanding import (
    Position,
    UnderstoodPosting,
    UnderstoodProfile,
    understand_posting,
    understand_profile,
)
from marketplace.postings import OpenPosting
from marketplace.seekers import MatchingRow
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import FloatArray, IntArray, day_number
from matching.eligibility import RuleArray, first_failing_rule
from matching.facts import RESERVED_FOR, PostingFacts, SeekerFacts
from matching.loading import seeker_text
from search.postings import posting_text

Encode = Callable[[Sequence[str]], FloatArray]
Facts = TypeVar("Facts", PostingFacts, SeekerFacts)


@dataclass(frozen=True)
class ScratchSet:
    """The rows of two files, what they say, and the day that governs each profile.

    `posting_rows` and `profile_rows` are as read, each with its `id`; facts
    stand in their order. `days` counts days since 1970, (profiles,).
    """

    posting_rows: Sequence[Raw]
    profile_rows: Sequence[Raw]
    postings: list[PostingFacts]
    profiles: list[SeekerFacts]
    wishes: list[tuple[str, ...]]
    days: IntArray

    @classmethod
    def of(cls, postings: Sequence[Raw], profiles: Sequence[Raw], today: date) -> ScratchSet:
        """Understand both files; `today` governs profiles without `as_of`."""
        numbers = {str(row["id"]): n for n, row in enumerate(postings)}
        understood = [understand_profile(row) for row in profiles]
        return cls(
            posting_rows=postings,
            profile_rows=profiles,
            postings=[_posting(n, understand_posting(row)) for n, row in enumerate(postings)],
            profiles=[
                _profile(n, row, found, numbers)
                for n, (row, found) in enumerate(zip(profiles, understood, strict=True))
            ],
            wishes=[found.wants for found in understood],
            days=np.array([_day(row, today) for row in profiles], np.int64),
        )

    def as_stated(self) -> ScratchSet:
        """Return the rows with no position but the coordinates that the files give.

        The rule of distance is about what is known, and the centre of a county is a guess
        (decision 24).
        """
        return replace(
            self,
            postings=[_as_stated(facts) for facts in self.postings],
            profiles=[_as_stated(facts) for facts in self.profiles],
        )

    @cached_property
    def posting_texts(self) -> list[str]:
        """What the product embeds of each posting."""
        return [posting_text(cast("OpenPosting", facts)) for facts in self.postings]

    @cached_property
    def profile_texts(self) -> list[str]:
        """What the product embeds of each profile."""
        return [
            seeker_text(cast("MatchingRow", _Wanting(facts.wants, wishes, facts.skills)))
            for facts, wishes in zip(self.profiles, self.wishes, strict=True)
        ]

    def columns(self, encode: Encode | None = None) -> tuple[SeekerColumns, PostingColumns]:
        """Return both sides as columns, with text vectors where an encoder is given."""
        vectors = _vectors(self.posting_texts, encode) if encode else None
        postings = PostingColumns.of(self.postings, vectors)
        mine = _vectors(self.profile_texts, encode) if encode else None
        return SeekerColumns.of(self.profiles, postings.vocabularies, mine), postings

    def rules(self, seekers: SeekerColumns, postings: PostingColumns, part: slice) -> RuleArray:
        """Return the first failing rule of some profiles against all postings."""
        return first_failing_rule(seekers.rows(part), postings, self.days[part])


@dataclass(frozen=True)
class _Wanting:
    """What the text of a person is made of."""

    wants: tuple[str, ...]
    want_titles: tuple[str, ...]
    skills: tuple[str, ...] | None


def _posting(number: int, found: UnderstoodPosting) -> PostingFacts:
    return PostingFacts(
        id=number,
        employer_name=found.company,
        title=found.title,
        occupation_code=found.occupations[0][0] if found.occupations else None,
        pay_low_fen=found.pay.low_fen,
        pay_high_fen=found.pay.high_fen,
        education_floor=found.education_floor and found.education_floor.value,
        experience_years=found.experience_years,
        openings=found.openings,
        conditions=tuple(condition.value for condition in found.conditions),
        certificates=found.certificates,
        skills=found.skills,
        reserved=found.reserved if found.reserved in RESERVED_FOR else None,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        **_where(found.place, found.position),
    )


def _profile(
    number: int, row: Raw, found: UnderstoodProfile, postings: Mapping[str, int]
) -> SeekerFacts:
    return SeekerFacts(
        id=number,
        wants=tuple(dict.fromkeys(codes[0] for codes in found.occupations if codes)),
        birth_on=found.birth_on,
        education=found.education and found.education.value,
        experience_years=found.experience_years,
        skills=found.skills if row.get("skills") is not None else found.skills or None,
        certificates=found.certificates,
        excludes=tuple(condition.value for condition in found.excludes),
        groups=found.groups,
        max_km=found.max_km,
        min_pay_fen=found.min_pay_fen,
        min_pay_hard=found.min_pay_hard,
        hidden_from=found.hidden_from,
        declined=_declined(row, found, postings),
        **_where(found.place, found.position),
    )


def _declined(row: Raw, found: UnderstoodProfile, postings: Mapping[str, int]) -> tuple[int, ...]:
    """Numbers of the postings declined; ids are compared as they stand in the file."""
    written = row.get("declined")
    names = [str(each) for each in written] if isinstance(written, list) else list(found.declined)
    return tuple(sorted({postings[name] for name in names if name in postings}))


def _where(place: Place | None, position: Position | None) -> dict[str, Any]:
    area = {} if place is None else {"place_code": place.code}
    if position is None:
        return area
    return area | {"lat": position.lat, "lon": position.lon, "precision": position.precision}


def _as_stated(facts: Facts) -> Facts:
    if facts.precision == "exact":
        return facts
    return replace(facts, lat=None, lon=None, precision=None)


def _day(row: Raw, today: date) -> int:
    return day_number(parse_day(text_of(row, "as_of")) or today)


def _vectors(texts: Sequence[str], encode: Encode) -> FloatArray:
    """Vectors of texts, zero where a text is empty."""
    vectors = encode(texts)
    vectors[[not text.strip() for text in texts]] = 0
    return vectors
