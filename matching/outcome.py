"""What a run came to: counts, shares by group, what barred those who got too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from matching.eligibility import Rule
from matching.facts import GROUPS


@dataclass(frozen=True)
class Served:
    """One person's part in a run: groups, how many were recommended, what barred the rest.

    `score` is the mean rank of what was recommended; None where no answer about them is computed.
    `wider` is how many of them lie outside the wanted occupations, with ground.
    """

    groups: tuple[str, ...]
    recommendations: int
    personalised: bool = True
    barred: Mapping[str, int] = field(default_factory=dict)
    score: float | None = None
    wider: int = 0


def counts(
    people: Iterable[Served], owed: int, by_posting: Mapping[int, int], postings: int
) -> dict[str, object]:
    """Return the figures of a run over all its people and open postings.

    `by_posting` holds how many people each posting was recommended to, where
    there is any; `postings` is how many were open.
    """
    everybody = list(people)
    short = [person for person in everybody if person.recommendations < owed]
    return {
        **_figures(everybody, owed),
        "postings_touched": len(by_posting),
        "exposure_gini": gini([*by_posting.values(), *[0] * (postings - len(by_posting))]),
        "plain": sum(not person.personalised for person in everybody),
        "short": len(short),
        "short_by_rule": dict(Counter(filter(None, map(_main_bar, short)))),
    }


def by_group(people: Iterable[Served], owed: int) -> dict[str, dict[str, float | None]]:
    """Return the figures of a run for each priority group and for people in none.

    `mean_score` is the mean of people's mean ranks, None where nobody has one; `wider_share`
    the share of recommendations outside the wanted occupations, of those that are personal.
    """
    everybody = list(people)
    rows = {group: [p for p in everybody if group in p.groups] for group in GROUPS}
    rows["none"] = [person for person in everybody if not person.groups]
    return {
        group: {
            **_figures(members, owed),
            "mean_score": _mean_score(members),
            "wider_share": _wider_share(members),
        }
        for group, members in rows.items()
        if members
    }


def gini(exposures: ArrayLike) -> float:
    """Return the Gini coefficient of how often each was recommended: 0 all the same."""
    ascending = np.sort(np.asarray(exposures, np.int64))
    total, count = int(ascending.sum()), len(ascending)
    if not total:
        return 0.0
    weighted = int((np.arange(1, count + 1) * ascending).sum())
    return round(2 * weighted / (count * total) - (count + 1) / count, 4)


def _mean_score(people: list[Served]) -> float | None:
    scores = [person.score for person in people if person.score is not None]
    return round(sum(scores) / len(scores), 4) if scores else None


def _wider_share(people: list[Served]) -> float | None:
    personal = [person for person in people if person.personalised]
    given = sum(person.recommendations for person in personal)
    return round(sum(person.wider for person in personal) / given, 4) if given else None


def _figures(people: list[Served], owed: int) -> dict[str, int]:
    return {
        "seekers": len(people),
        "served": sum(person.recommendations > 0 for person in people),
        "owed_met": sum(person.recommendations >= owed for person in people),
        "recommendations": sum(person.recommendations for person in people),
        "wider": sum(person.wider for person in people),
    }


def _main_bar(person: Served) -> str | None:
    """Return the rule that kept most postings from a person, the earlier one in a tie."""
    return max(person.barred, key=lambda code: (person.barred[code], Rule.of(code)), default=None)
