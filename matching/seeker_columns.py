"""People as numpy columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from language.certificates import held_certificates
from marketplace.seekers.rules import employer_key
from matching.conversion import (
    FloatArray,
    IntArray,
    area_column,
    birth_column,
    bit_column,
    code_column,
    fen_column,
    flag_column,
    float_column,
    int_column,
    place_column,
    unit_vectors,
    vector_column,
    wish_column,
)
from matching.facts import (
    CONDITIONS,
    EDUCATION_LEVELS,
    GROUPS,
    PRECISIONS,
    SeekerFacts,
)
from matching.posting_columns import Vocabularies
from matching.sets import Sets, Vocabulary, taken

UNKNOWN_EDUCATION = 127


@dataclass(frozen=True)
class SeekerColumns:
    """People as columns; n rows."""

    ids: IntArray
    wants: NDArray[np.int32]  # (n, w, 4) code prefixes of each wish; -1 where unknown
    birth: NDArray[np.int32]  # year * 10000 + month * 100 + day; 0 where unknown
    education: NDArray[np.int8]  # UNKNOWN_EDUCATION where unknown
    experience_years: FloatArray  # NaN where unknown
    skills: Sets
    skills_known: NDArray[np.bool_]
    certificates: Sets
    certificates_known: NDArray[np.bool_]
    excludes: NDArray[np.uint16]  # bits of facts.CONDITIONS
    groups: NDArray[np.uint8]  # bits of facts.GROUPS
    places: NDArray[np.float64]  # (n, 2) degrees; NaN where unknown
    areas: NDArray[np.float64]  # the same; where only a city is known, its middle
    precision: NDArray[np.int8]
    max_km: NDArray[np.float64]  # NaN where unknown
    min_pay_fen: NDArray[np.int32]  # a month; 0 where unknown
    min_pay_hard: NDArray[np.bool_]
    hidden_from: Sets  # numbers in vocabularies.employers
    declined: Sets  # posting ids
    personalised: NDArray[np.bool_]
    vectors: FloatArray  # (n, d), length 1; zeros where there is no text
    vocabularies: Vocabularies  # of the postings these people are to meet

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(
        cls,
        facts: Iterable[SeekerFacts],
        vocabularies: Vocabularies,
        vectors: FloatArray | None = None,
    ) -> SeekerColumns:
        """Build columns from facts, with the words of the postings they will meet."""
        return _seeker_columns(list(facts), vocabularies, vectors)

    @cached_property
    def units(self) -> NDArray[np.float64]:
        """Homes as points on the unit sphere, (n, 3); NaN where unknown."""
        return unit_vectors(self.places)

    @cached_property
    def area_units(self) -> NDArray[np.float64]:
        """Homes, or their cities, as points on the unit sphere, (n, 3); NaN where unknown."""
        return unit_vectors(self.areas)

    @cached_property
    def has_text(self) -> NDArray[np.bool_]:
        """Which rows have a text vector."""
        return np.asarray(self.vectors.any(axis=1), np.bool_)

    @cached_property
    def skill_bits(self) -> NDArray[np.uint8]:
        """Skills as packed bits, for counting what a pair shares."""
        return self.skills.bits(len(self.vocabularies.skills))

    @cached_property
    def certificate_bits(self) -> NDArray[np.uint8]:
        """Certificates as packed bits, for counting what a pair shares."""
        return self.certificates.bits(len(self.vocabularies.certificates))

    def rows(self, part: slice) -> Self:
        """Return the columns of a contiguous slice of rows."""
        parts: dict[str, Any] = {f.name: _slice(getattr(self, f.name), part) for f in fields(self)}
        return replace(self, **parts)

    def take(self, rows: IntArray) -> Self:
        """Return the columns of some rows, in the order asked."""
        parts: dict[str, Any] = {f.name: taken(getattr(self, f.name), rows) for f in fields(self)}
        return replace(self, **parts)

    def meeting(self, words: Vocabularies) -> Self:
        """Return the same people in the words of other postings.

        Only words that `self.vocabularies` holds are still known of them.
        """
        parts: dict[str, Any] = {
            column: getattr(self, column).renumbered(
                getattr(self.vocabularies, name).numbers_in(getattr(words, name))
            )
            for column, name in _IN_WORDS.items()
        }
        return replace(self, **parts, vocabularies=words)

    def joined(self, other: SeekerColumns) -> Self:
        """Return the rows of both, who know the same words."""
        width = max(self.wants.shape[1], other.wants.shape[1])
        parts: dict[str, Any] = {
            f.name: _joined(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)
        }
        wants = np.concatenate((_widened(self.wants, width), _widened(other.wants, width)))
        return replace(self, **(parts | {"wants": wants}))


_IN_WORDS = {"skills": "skills", "certificates": "certificates", "hidden_from": "employers"}
"""Columns of numbers of words, and their vocabulary."""


def own_words(facts: Iterable[SeekerFacts]) -> Vocabularies:
    """Return all words that are known of these people."""
    rows = list(facts)
    return Vocabularies(
        certificates=Vocabulary.of(held_certificates(row.certificates or ()) for row in rows),
        skills=Vocabulary.of(row.skills or () for row in rows),
        employers=Vocabulary.of(map(employer_key, row.hidden_from) for row in rows),
    )


def _seeker_columns(
    rows: list[SeekerFacts], words: Vocabularies, vectors: FloatArray | None
) -> SeekerColumns:
    places = place_column(rows)
    return SeekerColumns(
        ids=int_column([row.id for row in rows]),
        wants=wish_column([row.wants for row in rows]),
        birth=birth_column([row.birth_on for row in rows]),
        education=code_column(
            [row.education for row in rows], EDUCATION_LEVELS, 0, UNKNOWN_EDUCATION
        ),
        experience_years=float_column([row.experience_years for row in rows]).astype(np.float32),
        skills=Sets.of([words.skills.known(row.skills or ()) for row in rows]),
        skills_known=flag_column([row.skills is not None for row in rows]),
        certificates=Sets.of(
            [words.certificates.known(held_certificates(row.certificates or ())) for row in rows]
        ),
        certificates_known=flag_column([row.certificates is not None for row in rows]),
        excludes=bit_column([row.excludes for row in rows], CONDITIONS).astype(np.uint16),
        groups=bit_column([row.groups for row in rows], GROUPS).astype(np.uint8),
        places=places,
        areas=area_column(rows, places),
        precision=code_column([row.precision for row in rows], PRECISIONS, 1, 0),
        max_km=float_column([row.max_km for row in rows]),
        min_pay_fen=fen_column([row.min_pay_fen for row in rows], 0),
        min_pay_hard=flag_column([row.min_pay_hard for row in rows]),
        hidden_from=Sets.of(
            [words.employers.known(map(employer_key, r.hidden_from)) for r in rows]
        ),
        declined=Sets.of([sorted(set(row.declined)) for row in rows]),
        personalised=flag_column([row.personalised for row in rows]),
        vectors=vector_column(vectors, len(rows)),
        vocabularies=words,
    )


def _slice(column: object, part: slice) -> object:
    if isinstance(column, Sets):
        return column.rows(part)
    return column[part] if isinstance(column, np.ndarray) else column


def _joined(first: object, second: object) -> object:
    if isinstance(first, Sets) and isinstance(second, Sets):
        return Sets.joined([first, second])
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray) and first.ndim < _WANTS:
        return np.concatenate((first, second))
    return first


def _widened(wants: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    return np.pad(wants, ((0, 0), (0, width - wants.shape[1]), (0, 0)), constant_values=-1)


_WANTS = 3  # axes of the wishes, which differ in width
