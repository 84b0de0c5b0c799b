"""From the generator into the product, through its verbs, a block a transaction.

A block that was killed left nothing behind; one that was done is recognised by its keys and
changes nothing. So a second run, or the one after a kill, goes on where it has to.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import groupby
from typing import TypeVar

from marketplace.employers import find_employers, register_employer, verify_employer
from marketplace.groups import add_memberships
from marketplace.postings import (
    SourcedPosting,
    Taken,
    mark_filled,
    pause_posting,
    publish_taken,
    take_postings,
)
from marketplace.seekers import add_seekers
from pes.demo.companies import EmployerKey, employer
from pes.demo.jobseekers import Jobseeker, group_rows, jobseeker
from pes.demo.plan import Plan
from pes.demo.vacancies import Fate, Vacancy, vacancy
from runtime.clock import china_date, frozen, now
from tenants.access import Actor
from tenants.work import Work, begin

SOURCE = "demo"
BLOCK = 500
ALL_EMPLOYERS = 100_000
DAYS_AGO = (0, 2, 7, 14, 21, 35)  # when the waves came in
Advance = Callable[[int], None]
Item = TypeVar("Item")


def load_postings(plan: Plan, tenant_id: int, advance: Advance) -> Counter[str]:
    """Load the employers and postings of a tenant, oldest first; returns what became of them."""
    came_at = [now() - timedelta(days=days, minutes=10) for days in DAYS_AGO]
    came_on = dict(enumerate(map(china_date, came_at)))
    numbers = range(plan.postings_by_tenant()[tenant_id])
    rows = [vacancy(plan.seed, tenant_id, number, came_on) for number in numbers]
    rows.sort(key=lambda row: -row.wave)
    if _is_there(tenant_id, lambda work: _take_block(work, plan.seed, rows[-1:])):
        return _all_there(len(rows), advance)
    total: Counter[str] = Counter()
    for wave, of_wave in groupby(rows, key=lambda row: row.wave):
        for block in _blocks(list(of_wave)):
            with frozen(came_at[wave]), begin(Actor.system(tenant_id)) as work:
                total += _take_block(work, plan.seed, block)
            advance(len(block))
    return total


def load_seekers(plan: Plan, tenant_id: int, advance: Advance) -> Counter[str]:
    """Load the people of a tenant with their groups; returns what became of them."""
    numbers = range(plan.seekers_by_tenant()[tenant_id])
    last = [jobseeker(plan.seed, tenant_id, number) for number in numbers[-1:]]
    if _is_there(tenant_id, lambda work: add_people(work, plan.seed, last)):
        return _all_there(len(numbers), advance)
    total: Counter[str] = Counter()
    for turn, block in enumerate(_blocks(numbers)):
        people = [jobseeker(plan.seed, tenant_id, number) for number in block]
        registered_at = now() - timedelta(days=max(1, DAYS_AGO[-1] - turn))
        with frozen(registered_at), begin(Actor.system(tenant_id)) as work:
            total += add_people(work, plan.seed, people)
        advance(len(block))
    return total


class _NotThere(Exception):
    """Rolls a trial back."""


def _is_there(tenant_id: int, load: Callable[[Work], Counter[str]]) -> bool:
    """Tell whether loading a tenant's last row would change nothing, as a trial.

    Blocks are loaded in order and whole, so where the last row is, all are.
    """
    try:
        with begin(Actor.system(tenant_id)) as work:
            _expect_nothing_new(load(work))
    except _NotThere:
        return False
    return True


def _expect_nothing_new(counts: Counter[str]) -> None:
    if set(+counts) - {"unchanged"}:
        raise _NotThere


def _all_there(count: int, advance: Advance) -> Counter[str]:
    advance(count)
    return Counter(unchanged=count)


def add_people(work: Work, seed: int, people: Sequence[Jobseeker]) -> Counter[str]:
    """Add people and their memberships in groups, in the Work's transaction."""
    outcomes = add_seekers(work, SOURCE, [person.row for person in people])
    rows = [
        row
        for person, outcome in zip(people, outcomes, strict=True)
        if outcome.taken == "created" and outcome.seeker_id is not None
        for row in group_rows(person, outcome.seeker_id, seed, china_date(work.now))
    ]
    grouped = add_memberships(work, rows) if rows else 0
    return Counter(outcome.taken.value for outcome in outcomes) + Counter(in_groups=grouped)


def _take_block(work: Work, seed: int, block: Sequence[Vacancy]) -> Counter[str]:
    employers, added = _ensure_employers(work, seed, {row.employer for row in block})
    rows = [_sourced(row, employers[row.employer]) for row in block]
    taken = take_postings(work, SOURCE, rows)
    fates = {
        posting_id: row.fate
        for row, (posting_id, what) in zip(block, taken, strict=True)
        if what is not Taken.UNCHANGED
    }
    published = publish_taken(work, [i for i, fate in fates.items() if fate in _PUBLIC])
    _end(work, fates)
    counts = Counter(what.value for _, what in taken)
    return counts + Counter(published=published, employers=added)


_PUBLIC = {Fate.PUBLISHED, Fate.PAUSED, Fate.FILLED}


def _end(work: Work, fates: dict[int, Fate]) -> None:
    for posting_id, fate in fates.items():
        if fate is Fate.PAUSED:
            pause_posting(work, posting_id)
        elif fate is Fate.FILLED:
            mark_filled(work, posting_id)


def _ensure_employers(
    work: Work, seed: int, keys: set[EmployerKey]
) -> tuple[dict[EmployerKey, int], int]:
    """Return the id of each employer, and how many had to be registered."""
    known = {each.credit_code: each.id for each in find_employers(work, "", limit=ALL_EMPLOYERS)}
    before, ids = len(known), {}
    for key in sorted(keys):
        details = employer(seed, work.tenant_id, key)
        if details.credit_code not in known:
            registered = register_employer(work, details)
            verify_employer(work, registered.id)
            known[details.credit_code] = registered.id
        ids[key] = known[details.credit_code]
    return ids, len(known) - before


def _sourced(row: Vacancy, employer_id: int) -> SourcedPosting:
    """Validity is counted from the day of loading, so it is not part of what identifies a row."""
    lasting = replace(row.content, valid_to=None)
    return SourcedPosting(
        key=row.key,
        row_hash=sha256(repr((employer_id, lasting)).encode()).hexdigest(),
        employer_id=employer_id,
        content=row.content,
    )


def _blocks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BLOCK):
        yield items[start : start + BLOCK]
