"""Work outside the wanted occupations for which a person brings something along.

In Sweden recommendations that widened the occupation raised employment, most for people with
little schooling (Le Barbanchon, Hensvik, Rathelot). What one brings: a skill the posting names, a
certificate it demands, or work of the same 中类 (decision 23). A property of the pair's features:
the same in a cycle, online, and in an account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marketplace.recommendations import NewRecommendation
from matching.conversion import IntArray
from matching.features.work import CLOSENESS

OUTSIDE, SAME_FIELD = CLOSENESS[-2], CLOSENESS[-3]
"""Closeness from which on an occupation is within a wanted 小类; and that of the same 中类."""


WIDER = ("wider_work", "wider_field")
"""Codes of the reasons that mark such a posting: by skill or certificate, by 中类 alone."""


def is_wider(closeness: ArrayLike, skills: ArrayLike, certificates: ArrayLike) -> NDArray[np.bool_]:
    """Mark pairs outside every wanted 小类 for which the person brings something along.

    Parameters
    ----------
    closeness, skills, certificates : float32 arrays (pairs,)
        The features `occupation_closeness`, `skills_overlap`, `certificates_held`; NaN where
        not known, which is never wider.
    """
    near = np.asarray(closeness, np.float32)
    brought = (np.asarray(skills) > 0) | (np.asarray(certificates) > 0) | (near == SAME_FIELD)
    wider: NDArray[np.bool_] = (near < OUTSIDE) & brought
    return wider


def wider_in(rows: Iterable[NewRecommendation]) -> IntArray:
    """Return the person of each recommendation that its reasons mark as wider."""
    marked = [row.seeker_id for row in rows if any(each["code"] in WIDER for each in row.reasons)]
    return np.array(marked, np.int64)


def wider_by_seeker(parts: Sequence[Mapping[str, IntArray]]) -> dict[int, int]:
    """Return how many wider recommendations each person has, of what chunks noted as `wider`."""
    counted: Counter[int] = Counter()
    for part in parts:
        counted.update(part["wider"].tolist() if "wider" in part else ())
    return dict(counted)
