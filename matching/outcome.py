"""What a run came to: counts, shares by group, what barred those who got too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matching.facts import GROUPS


@dataclass(frozen=True)
class Served:
    """One person's part in a run: groups, how many were recommended, what barred the rest."""

    groups: tuple[str, ...]
    recommendations: int
    personalised: bool = True
    barred: Mapping[str, int] = field(default_factory=dict)


def counts(people: Iterable[Served], owed: int, postings_touched: int) -> dict[str, object]:
    """Return the figures of a run over all its people."""
    everybody = list(people)
    short = [person for person in everybody if person.recommendations < owed]
    return {
        **_figures(everybody, owed),
        "postings_touched": postings_touched,
        "plain": sum(not person.personalised for person in everybody),
        "short": len(short),
        "short_by_rule": dict(Counter(filter(None, map(_main_bar, short)))),
    }


def by_group(people: Iterable[Served], owed: int) -> dict[str, dict[str, int]]:
    """Return the figures of a run for each priority group and for people in none."""
    everybody = list(people)
    rows = {group: [p for p in everybody if group in p.groups] for group in GROUPS}
    rows["none"] = [person for person in everybody if not person.groups]
    return {group: _figures(members, owed) for group, members in rows.items() if members}


def _figures(people: list[Served], owed: int) -> dict[str, int]:
    return {
        "seekers": len(people),
        "served": sum(person.recommendations > 0 for person in people),
        "owed_met": sum(person.recommendations >= owed for person in people),
        "recommendations": sum(person.recommendations for person in people),
    }


def _main_bar(person: Served) -> str | None:
    """Return the rule that kept most postings from a person, the earlier one in a tie."""
    return max(person.barred, key=lambda rule: person.barred[rule], default=None)
