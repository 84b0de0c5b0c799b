"""Features of the work itself: occupation, text, skills, certificates, schooling, experience."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns import UNKNOWN_EDUCATION
from matching.conversion import FloatArray
from matching.features.pairs import Pairs
from matching.features.registry import feature
from matching.sets import count_shared

CLOSENESS = np.array([0, 0.15, 0.4, 0.75, 1], np.float32)
"""Worth of an equal occupation code down to level 0 (nothing shared) … 4 (the same work)."""


@feature(
    direction=1,
    good="wanted_work",
    weak="other_work",
    posting_silent="work_unclear",
    person_silent="wants_unknown",
)
def occupation_closeness(pairs: Pairs) -> FloatArray:
    """How near the posting's occupation is to the nearest wish, 0 to 1, (pairs,).

    1 where all four levels of the classification are shared; NaN where either
    side's occupation is unknown.
    """
    wants, codes = pairs.seekers.wants[pairs.i], pairs.postings.occupations[pairs.j]
    return occupation_levels(wants, codes)


def occupation_levels(wants: NDArray[np.int32], codes: NDArray[np.int32]) -> FloatArray:
    """Closeness of occupation codes to the nearest of several wishes.

    Prefixes are nested: the levels shared with the nearest wish are those that
    any wish shares.

    Parameters
    ----------
    wants : int32 array of shape (…, wishes, 4)
    codes : int32 array of shape (…, 4), the leading axes broadcast
        Prefix of each level; -1 where it is not known.

    Returns
    -------
    float32 array of the broadcast shape
        NaN where no wish or no code is known.
    """
    wishes, levels = wants.shape[-2:]
    shared: NDArray[np.int8] = np.zeros(
        np.broadcast_shapes(wants.shape[:-2], codes.shape[:-1]), np.int8
    )
    for level in range(levels):
        code = codes[..., level]
        same = np.zeros(shared.shape, np.bool_)
        for wish in range(wishes):
            same |= wants[..., wish, level] == code
        shared += same & (code >= 0)
    known = (wants[..., 0] >= 0).any(axis=-1) & (codes[..., 0] >= 0)
    return np.where(known, CLOSENESS[shared], np.float32(np.nan))


@feature(direction=1, good="text_close", weak="text_far")
def text_similarity(pairs: Pairs) -> FloatArray:
    """Cosine of what the person and the posting say, (pairs,); NaN where one says nothing."""
    return pairs.similarity


@feature(direction=1, good="skills_held", weak="skills_missing", person_silent="skills_unknown")
def skills_overlap(pairs: Pairs) -> FloatArray:
    """Share of the skills named in the posting that the person has, (pairs,).

    NaN where the posting names none or the person's are not known.
    """
    skills = pairs.postings.skills
    shared = count_shared(pairs.seekers.skill_bits, pairs.i, skills, pairs.j)
    return _share(shared, skills.sizes[pairs.j], pairs.seekers.skills_known[pairs.i])


@feature(
    direction=1,
    good="certificates_held",
    weak="certificates_missing",
    person_silent="certificates_unknown",
)
def certificates_held(pairs: Pairs) -> FloatArray:
    """Share of the certificates demanded that the person holds, (pairs,).

    NaN where none is demanded or the person's are not known.
    """
    demanded = pairs.postings.certificates
    shared = count_shared(pairs.seekers.certificate_bits, pairs.i, demanded, pairs.j)
    return _share(shared, demanded.sizes[pairs.j], pairs.seekers.certificates_known[pairs.i])


@feature(
    direction=1,
    good="education_meets",
    weak="education_below",
    posting_silent="education_not_stated",
    person_silent="education_unknown",
)
def education_fit(pairs: Pairs) -> FloatArray:
    """1 where the schooling reaches what is asked, less by a third a level under it, (pairs,).

    NaN where the person's schooling or what is asked is not known.
    """
    above, known = _levels_above(pairs)
    return np.where(known, np.clip(1 + above / 3, 0, 1), np.nan).astype(np.float32)


@feature(direction=-1, weak="overqualified")
def unused_education_levels(pairs: Pairs) -> FloatArray:
    """Levels of schooling above what is asked, beyond the first, (pairs,).

    NaN where the person's schooling is not known or the posting asks for none.
    """
    above, known = _levels_above(pairs)
    asked = known & (pairs.postings.education_floor[pairs.j] > 0)
    return np.where(asked, np.maximum(above - 1, 0), np.nan).astype(np.float32)


@feature(
    direction=1,
    good="experience_meets",
    weak="experience_short",
    person_silent="experience_unknown",
)
def experience_fit(pairs: Pairs) -> FloatArray:
    """Years of experience, plus one, over the years asked, plus one; 1 at most, (pairs,).

    1 where none is asked; NaN where the years asked, or the person's, are not known.
    """
    asked = pairs.postings.experience_years[pairs.j]
    have = np.where(asked == 0, 0, pairs.seekers.experience_years[pairs.i])
    return np.minimum((have + 1) / (asked + 1), 1).astype(np.float32)


def _levels_above(pairs: Pairs) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    have = pairs.seekers.education[pairs.i].astype(np.float64)
    floor = pairs.postings.education_floor[pairs.j]
    known = (have != UNKNOWN_EDUCATION) & pairs.postings.education_known[pairs.j]
    return have - floor, known


def _share(shared: FloatArray, size: NDArray[np.int64], known: NDArray[np.bool_]) -> FloatArray:
    share = shared / np.maximum(size, 1)
    return np.where(known & (size > 0), share, np.nan).astype(np.float32)
