"""The digests of a tenant: what is due, what is new to each search, and who is told."""

from collections.abc import Iterable
from itertools import groupby

from marketplace import postings, saved_searches
from marketplace.saved_searches import DueSearch
from runtime.clock import china_date, now
from runtime.settings import settings
from search.criteria import Near
from search.saved_searches import looks_everywhere, new_postings
from tenants.access import Actor
from tenants.work import begin

STOP_PATH = "/stop/"


def send_digests(tenant_id: int) -> int:
    """Tell each person once of what is new to their searches; returns how many were told.

    Person by person: what was told before a worker died stays told, the rest is due still.
    Raises SearchUnavailable.
    """
    system = Actor.system(tenant_id)
    with begin(system, read_only=True) as work:
        due = saved_searches.list_due(work)
    people = groupby(due, key=lambda each: each.seeker_id)
    return sum(_tell(system, seeker_id, searches) for seeker_id, searches in people)


def _tell(system: Actor, seeker_id: int, searches: Iterable[DueSearch]) -> bool:
    looked_at = now()
    found = {each.id: _found(system, each) for each in searches}
    with begin(system) as work:
        told = saved_searches.record_digest(work, seeker_id, found, looked_at, _stop_link())
    return told > 0


def _found(system: Actor, search: DueSearch) -> list[int]:
    everywhere = looks_everywhere(search.asked)
    with begin(system, read_only=True) as work:
        fresh = postings.opened_since(work, search.looks_from, everywhere=everywhere)
    if not fresh:
        return []
    at = now()
    home = None
    if search.lat is not None and search.lon is not None:
        home = Near(search.lat, search.lon)
    return new_postings(system.tenant_id, search.asked, fresh, home, at, china_date(at))


def _stop_link() -> str:
    """The address before a person's own part; empty where the deployment has told no address."""
    address = settings().public_url.rstrip("/")
    return f"{address}{STOP_PATH}" if address else ""
