"""How a hit scored, part by part."""

from collections import defaultdict

from search.execution import Hit

BOOSTED = "new_near_direct"
"""What freshness, nearness and the employer's own posting added to the other words' parts."""


def parts_of(hit: Hit) -> dict[str, float]:
    """Return what each part gave to a hit's score: they sum to it, largest first.

    The hit comes of a query with `named`. Clauses of one name and several values (title:0,
    title:1) are one part.
    """
    if hit.score is None:
        return {}
    parts: dict[str, float] = defaultdict(float)
    for name, score in hit.parts.items():
        parts[name.partition(":")[0]] += score
    parts[BOOSTED] = hit.score - sum(parts.values())
    largest = sorted(parts.items(), key=lambda part: -part[1])
    return {name: round(score, 4) for name, score in largest if round(score, 4)}
