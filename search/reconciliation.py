"""Comparing the index with the database, row by row, and repairing what differs.

Both hold (id, version); PostgreSQL is right. The index is always read first and the rows after
it: a row can only have moved on since, so an index that is ahead is a fault and no race.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search import indices, listing, relay, writing
from search.documents import document_id, parse_document_id, routing_of
from search.indices import Target
from search.kinds import KINDS, Kind
from search.listing import Entry
from search.removal import forget_deletes, remove
from tenants.access import Actor
from tenants.registry import list_tenants
from tenants.work import begin

_PAGE = 5000
_REPAIR = 400


@dataclass(frozen=True)
class State:
    """Versions of one row in the database and in the index; None where it is not to be found."""

    row: int | None
    indexed: int | None

    @property
    def differs(self) -> bool:
        """Tell whether the index is wrong about the row."""
        return self.row != self.indexed


@dataclass
class Comparison:
    """What differs for one tenant: rows by id, and documents that belong to no row of it."""

    rows: dict[int, State] = field(default_factory=dict)
    strays: list[Entry] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """Rows that should be found and are not."""
        return sum(state.indexed is None for state in self.rows.values())

    @property
    def stale(self) -> int:
        """Rows found in another version than the database's."""
        return sum(None not in {state.row, state.indexed} for state in self.rows.values())

    @property
    def orphan(self) -> int:
        """Documents that should not be found."""
        return len(self.strays) + sum(state.row is None for state in self.rows.values())


@dataclass(frozen=True)
class Report:
    """Counts over all that was compared."""

    missing: int = 0
    stale: int = 0
    orphan: int = 0
    repaired: int = 0

    @classmethod
    def of(cls, found: Comparison, repaired: int) -> "Report":
        """Count one comparison and its repair."""
        return cls(found.missing, found.stale, found.orphan, repaired)

    def __add__(self, other: "Report") -> "Report":
        """Return the counts of both."""
        return Report(
            self.missing + other.missing,
            self.stale + other.stale,
            self.orphan + other.orphan,
            self.repaired + other.repaired,
        )


def reconcile(kinds: Iterable[Kind] = tuple(KINDS.values())) -> dict[str, Report]:
    """Compare the live indices with PostgreSQL, tenant by tenant, and repair them.

    What the outbox still holds is delivered first, so only real faults are counted. Raises
    SearchUnavailable.
    """
    tenant_ids = [tenant.id for tenant in list_tenants(None)]
    reports: dict[str, Report] = {}
    for kind in kinds:
        target = indices.ensure(kind.name, kind.properties)
        report = Report()
        for tenant_id in tenant_ids:
            relay.relay_all(tenant_id)
            report += Report.of(*settle(kind, tenant_id, target))
        strangers = Comparison(strays=list(listing.strangers(target, tenant_ids)))
        reports[kind.name] = report + Report.of(strangers, remove(target, strangers.strays))
        indices.refresh(kind.name)
    return reports


def reconcile_tenant(tenant_id: int) -> Report:
    """Compare and repair one tenant's part of every index: what the schedule does at night."""
    report = Report()
    relay.relay_all(tenant_id)
    for kind in KINDS.values():
        target = indices.ensure(kind.name, kind.properties)
        report += Report.of(*settle(kind, tenant_id, target))
    return report


def settle(kind: Kind, tenant_id: int, target: Target) -> tuple[Comparison, int]:
    """Compare one tenant's rows with `target` and repair it; return what differed and how many
    of these are right now.
    """
    found = compare(kind, tenant_id, target)
    if not (found.rows or found.strays):
        return found, 0
    removed = remove(target, found.strays)
    relay.relay_all(tenant_id)  # a change under way is no fault: only what stays the same counts
    again = observe(kind, tenant_id, target, list(found.rows))
    found.rows = {row_id: state for row_id, state in found.rows.items() if again[row_id] == state}
    left = repair(kind, tenant_id, target, list(found.rows))
    return found, removed + len(found.rows) - len(left)


def compare(kind: Kind, tenant_id: int, target: Target) -> Comparison:
    """Return every difference between the tenant's rows and its documents in `target`."""
    comparison = Comparison()
    indexed: dict[int, int] = {}
    for entry in listing.living(target, tenant_id):
        key = parse_document_id(entry.id)
        if key is None or key[0] != tenant_id or entry.routing != routing_of(tenant_id):
            comparison.strays.append(entry)
        else:
            indexed[key[1]] = entry.version
    rows = _versions(kind, tenant_id)
    for row_id in rows.keys() | indexed.keys():
        state = State(rows.get(row_id), indexed.get(row_id))
        if state.differs:
            comparison.rows[row_id] = state
    return comparison


def observe(kind: Kind, tenant_id: int, target: Target, row_ids: Sequence[int]) -> dict[int, State]:
    """Return both versions of some rows, as the very last writes left them."""
    states: dict[int, State] = {}
    for start in range(0, len(row_ids), _REPAIR):
        ids = row_ids[start : start + _REPAIR]
        names = {document_id(tenant_id, row_id): row_id for row_id in ids}
        entries = listing.entries(target, tenant_id, list(names))
        indexed = {names[e.id]: e.version for e in entries.values() if not e.gone}
        with begin(Actor.system(tenant_id), read_only=True) as work:
            rows = {row.id: row.version for row in kind.rows(work, ids) if row.content is not None}
        states |= {row_id: State(rows.get(row_id), indexed.get(row_id)) for row_id in ids}
    return states


def repair(kind: Kind, tenant_id: int, target: Target, row_ids: Sequence[int]) -> list[int]:
    """Write rows anew by the ordinary path; return the ids that still differ.

    Where a foreign hand left a version above the row's, the document is taken out and forgotten
    first: no ordinary write could ever replace it.
    """
    left = list(row_ids)
    for attempt in range(2):
        if attempt and left:
            _clear(tenant_id, target, left)
        for start in range(0, len(left), _REPAIR):
            _rewrite(kind, tenant_id, target, left[start : start + _REPAIR])
        states = observe(kind, tenant_id, target, left)
        left = [row_id for row_id in left if states[row_id].differs]
    return left


def _rewrite(kind: Kind, tenant_id: int, target: Target, row_ids: Sequence[int]) -> None:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        batch = writing.read(work, kind, row_ids, [target])
    writing.send(batch)


def _clear(tenant_id: int, target: Target, row_ids: Sequence[int]) -> None:
    names = [document_id(tenant_id, row_id) for row_id in row_ids]
    remove(target, listing.entries(target, tenant_id, names).values())
    forget_deletes(target)


def _versions(kind: Kind, tenant_id: int) -> dict[int, int]:
    """Versions of all rows that must be found, read in pages."""
    versions: dict[int, int] = {}
    after = 0
    while True:
        with begin(Actor.system(tenant_id), read_only=True) as work:
            page = kind.versions(work, after, _PAGE)
        versions.update(page)
        if len(page) < _PAGE:
            return versions
        after = page[-1][0]
