"""Postings as numpy columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from language.certificates import plain_certificate
from language.education import Education
from marketplace.seekers.rules import employer_key
from matching.classes import Classes, Requirements
from matching.conversion import (
    FIRST_DAY,
    LAST_DAY,
    OPEN_PAY_FEN,
    FloatArray,
    IntArray,
    area_column,
    ascends,
    bit_column,
    code_column,
    day_column,
    fen_column,
    flag_column,
    float_column,
    int_column,
    place_column,
    prefix_column,
    reserved_column,
    unit_vectors,
    vector_column,
)
from matching.facts import (
    CONDITIONS,
    EDUCATION_LEVELS,
    PRECISIONS,
    PostingFacts,
)
from matching.geography import Ground
from matching.sets import Sets, Vocabulary, taken

LITTLE_SCHOOLING = (Education.JUNIOR.rank, Education.SECONDARY.rank)
"""Levels above which many postings ask for more, lowest first."""


@dataclass(frozen=True)
class Vocabularies:
    """The words that occur in the postings; words of people outside them match nothing."""

    certificates: Vocabulary
    skills: Vocabulary
    employers: Vocabulary

    def with_words(self, other: Vocabularies) -> Vocabularies:
        """Return the words of both."""
        words = (
            Vocabulary.of([getattr(self, f.name).numbers, getattr(other, f.name).numbers])
            for f in fields(self)
        )
        return Vocabularies(*words)


@dataclass(frozen=True)
class PostingColumns:
    """Postings as columns; m rows, ascending by id."""

    ids: IntArray
    employer_ids: IntArray
    employers: IntArray  # number in vocabularies.employers
    occupations: NDArray[np.int32]  # (m, 4) code prefix of each level, -1 where unknown
    pay_low_fen: NDArray[np.int32]  # a month; 0 where unknown
    pay_high_fen: NDArray[np.int32]  # a month; OPEN_PAY_FEN where open or unknown
    places: NDArray[np.float64]  # (m, 2) degrees; NaN where unknown
    areas: NDArray[np.float64]  # the same; where only a city is known, its middle
    precision: NDArray[np.int8]  # 0 unknown, 1 county, 2 township, 3 exact
    education_floor: NDArray[np.int8]  # 0 = none asked
    education_known: NDArray[np.bool_]
    experience_years: FloatArray  # NaN where unknown
    openings: FloatArray  # NaN where unknown
    conditions: NDArray[np.uint16]  # bits of facts.CONDITIONS
    certificates: Sets  # required ones
    skills: Sets
    reserved_groups: NDArray[np.uint8]  # bits of the groups it is open to; 255 = everybody
    published: NDArray[np.bool_]
    published_on: NDArray[np.int32]  # days since 1970; FIRST_DAY where unknown
    valid_from: NDArray[np.int32]  # days since 1970; FIRST_DAY where open
    valid_to: NDArray[np.int32]  # days since 1970; LAST_DAY where open
    vectors: FloatArray  # (m, d), length 1; zeros where there is no text
    vocabularies: Vocabularies

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, facts: Iterable[PostingFacts], vectors: FloatArray | None = None) -> PostingColumns:
        """Build columns from facts and, in the same order, their text vectors.

        Raises ValueError when an id occurs twice.
        """
        rows = list(facts)
        order = np.argsort(int_column([row.id for row in rows]), kind="stable")
        if vectors is not None:
            vectors = vectors if ascends(order) else vectors[order]
        return _posting_columns([rows[i] for i in order], vectors)

    def take(self, rows: IntArray) -> PostingColumns:
        """Return the columns of some rows, ascending."""
        parts: dict[str, Any] = {f.name: taken(getattr(self, f.name), rows) for f in fields(self)}
        return PostingColumns(**parts)

    def changed(self, kept: IntArray, fresh: PostingColumns) -> PostingColumns:
        """Return some of these rows and all of others, by id, in the words of both.

        Whatever is as wide as vectors is copied once.
        """
        words = self.vocabularies.with_words(fresh.vocabularies)
        ours, theirs = self._in_words(words), fresh._in_words(words)
        order = np.argsort(np.concatenate((self.ids[kept], fresh.ids)), kind="stable")
        source = np.concatenate((kept, np.zeros(len(fresh), np.int64)))[order]
        new = np.flatnonzero(order >= len(kept))
        merged = _Merge(source, new, order[new] - len(kept))
        parts: dict[str, Any] = {
            f.name: merged.column(getattr(ours, f.name), getattr(theirs, f.name))
            for f in fields(self)
        }
        return PostingColumns(**parts)

    def _in_words(self, words: Vocabularies) -> PostingColumns:
        own = self.vocabularies
        return replace(
            self,
            certificates=self.certificates.renumbered(
                own.certificates.numbers_in(words.certificates)
            ),
            skills=self.skills.renumbered(own.skills.numbers_in(words.skills)),
            employers=own.employers.numbers_in(words.employers)[self.employers],
            vocabularies=words,
        )

    @cached_property
    def units(self) -> NDArray[np.float64]:
        """Places as points on the unit sphere, (m, 3)."""
        return unit_vectors(self.places)

    @cached_property
    def ground(self) -> Ground:
        """Places made ready for distances of all pairs."""
        return Ground.of(self.units)

    @cached_property
    def area_ground(self) -> Ground:
        """Areas made ready for distances of all pairs."""
        return Ground.of(unit_vectors(self.areas))

    @cached_property
    def has_text(self) -> NDArray[np.bool_]:
        """Which rows have a text vector."""
        return np.asarray(self.vectors.any(axis=1), np.bool_)

    @cached_property
    def employer_order(self) -> IntArray:
        """Row numbers in the order of the employer's number."""
        return np.argsort(self.employers, kind="stable")

    @cached_property
    def occupation_classes(self) -> Classes:
        """Occupations, each once.

        Prefixes are nested, and each level's are longer: the longest names all of them.
        """
        return Classes.of(self.occupations.max(axis=1))

    @cached_property
    def schooling_classes(self) -> Classes:
        """What is asked of schooling and experience, each once."""
        schooling = Classes.of(self.education_floor.astype(np.int64) * 2 + self.education_known)
        return schooling.crossed(Classes.of(np.nan_to_num(self.experience_years, nan=-1)))

    @cached_property
    def by_schooling(self) -> dict[int, tuple[IntArray, PostingColumns]]:
        """Rows open to people of little schooling, by the highest level that is asked, and them.

        Most people are barred from a third of the postings by schooling: these need no look.
        """
        return {level: self._asking_at_most(level) for level in LITTLE_SCHOOLING}

    def _asking_at_most(self, level: int) -> tuple[IntArray, PostingColumns]:
        rows = np.flatnonzero(self.education_floor <= level)
        return rows, self.take(rows)

    @cached_property
    def distinct_requirements(self) -> Requirements:
        """Certificate demands, each once."""
        rows = np.flatnonzero(self.certificates.sizes)
        demands = [
            tuple(self.certificates.members[a:b])
            for a, b in zip(
                self.certificates.starts[rows], self.certificates.starts[rows + 1], strict=True
            )
        ]
        numbers = {demand: n for n, demand in enumerate(dict.fromkeys(demands))}
        which = int_column([numbers[demand] for demand in demands])
        return Requirements(rows, Sets.of(list(numbers)), which)


@dataclass(frozen=True)
class _Merge:
    """Rows of one table, by `source`, but at `new` rows `theirs` of another."""

    source: IntArray
    new: IntArray
    theirs: IntArray

    def column(self, ours: object, theirs: object) -> object:
        if isinstance(ours, Sets) and isinstance(theirs, Sets):
            rows = self.source.copy()
            rows[self.new] = len(ours) + self.theirs
            return Sets.joined([ours, theirs]).take(rows)
        if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
            column = ours[self.source]
            column[self.new] = theirs[self.theirs]
            return column
        return ours


def _posting_columns(rows: list[PostingFacts], vectors: FloatArray | None) -> PostingColumns:
    ids = int_column([row.id for row in rows])
    if len(ids) > 1 and not (np.diff(ids) > 0).all():
        raise ValueError("a posting occurs twice")
    keys = {name: employer_key(name) for name in {row.employer_name for row in rows}}
    names = [keys[row.employer_name] for row in rows]
    demanded = [tuple(map(plain_certificate, row.certificates)) for row in rows]
    words = Vocabularies(
        certificates=Vocabulary.of(demanded),
        skills=Vocabulary.of(row.skills for row in rows),
        employers=Vocabulary.of([names]),
    )
    places = place_column(rows)
    return PostingColumns(
        ids=ids,
        employer_ids=int_column([row.employer_id for row in rows]),
        employers=int_column([words.employers.numbers[name] for name in names]),
        occupations=prefix_column([row.occupation_code for row in rows]),
        pay_low_fen=fen_column([row.pay_low_fen for row in rows], 0),
        pay_high_fen=fen_column([row.pay_high_fen for row in rows], OPEN_PAY_FEN),
        places=places,
        areas=area_column(rows, places),
        precision=code_column([row.precision for row in rows], PRECISIONS, 1, 0),
        education_floor=code_column([row.education_floor for row in rows], EDUCATION_LEVELS, 0, 0),
        education_known=flag_column([row.education_floor is not None for row in rows]),
        experience_years=float_column([row.experience_years for row in rows]).astype(np.float32),
        openings=float_column([row.openings for row in rows]).astype(np.float32),
        conditions=bit_column([row.conditions for row in rows], CONDITIONS).astype(np.uint16),
        certificates=Sets.of([words.certificates.known(each) for each in demanded]),
        skills=Sets.of([words.skills.known(row.skills) for row in rows]),
        reserved_groups=reserved_column([row.reserved for row in rows]),
        published=flag_column([row.published for row in rows]),
        published_on=day_column([row.published_on or row.valid_from for row in rows], FIRST_DAY),
        valid_from=day_column([row.valid_from for row in rows], FIRST_DAY),
        valid_to=day_column([row.valid_to for row in rows], LAST_DAY),
        vectors=vector_column(vectors, len(rows)),
        vocabularies=words,
    )
