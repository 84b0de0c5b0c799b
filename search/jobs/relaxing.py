"""What to give up when nothing is found: each condition by itself, and what that would bring."""

from collections.abc import Mapping
from dataclasses import dataclass

from language.queries import Chip, without
from search.execution import Scope, count_each
from search.jobs.asked import Asked
from search.jobs.asking import worded
from search.jobs.query import job_query


@dataclass(frozen=True)
class Relaxation:
    """One condition less, and how many postings the search then has.

    `choice` names a choice to take back; `chip` is a part of the words to leave out, with
    `text` what then remains; neither: look in all regions.
    """

    postings: int
    choice: str = ""
    chip: Chip | None = None
    text: str = ""


def relaxations(
    scope: Scope, asked: Asked, text: str, dropped: Mapping[str, int]
) -> list[Relaxation]:
    """Return what each single condition given up would bring, the most first; none that bring 0.

    `dropped` are the counts without each choice, as `facet_counts` counts them in the answer
    to `asked`. Chips and other regions are searches of their own, counted in one request: the
    numbers are those of the lists they lead to. Raises SearchUnavailable.
    """
    found = [Relaxation(dropped.get(name, 0), choice=name) for name in asked.choices.made]
    chips = asked.understood.chips if asked.understood else ()
    others = [Relaxation(0, chip=chip, text=without(text, chip)) for chip in chips]
    searches = [(scope, job_query(worded(asked, each.text))) for each in others]
    if scope.tenant_id is not None:
        others.append(Relaxation(0))
        searches.append((Scope.marketplace(), job_query(asked)))
    for each, count in zip(others, count_each(searches), strict=True):
        found.append(Relaxation(count, chip=each.chip, text=each.text))
    return sorted((each for each in found if each.postings), key=lambda each: -each.postings)
