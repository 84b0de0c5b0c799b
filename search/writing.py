"""The one writing path from rows to the indices: relay, rebuild and repair all go through it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Any

from elasticsearch import ApiError

from language.encoder import encoder
from runtime.logging import get_logger
from search import bulk, indices
from search.documents import FINAL_VERSION, VECTOR, Document, tombstone
from search.indices import Target
from search.kinds import Kind, Row
from search.terms import FloatArray
from search.vectors import cached_vectors, ready_vectors
from tenants.work import Work

_SLICE = 100
# What a row's own content can cause; servers that fail raise something else.
_ROW_FAULTS = (ApiError, AttributeError, LookupError, TypeError, ValueError)

log = get_logger(__name__)


@dataclass(frozen=True)
class Batch:
    """Rows as they were read, with the indices that were registered just before."""

    kind: Kind
    tenant_id: int
    read_at: datetime
    targets: tuple[Target, ...]
    rows: tuple[Row, ...]


@dataclass
class Written:
    """What became of the rows, by id: done, to be tried `again`, or `refused` and why.

    `conflicts` of those done were older than what the index holds; `unembedded` ones were
    written without their vector.
    """

    done: set[int] = field(default_factory=set)
    again: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    conflicts: set[int] = field(default_factory=set)
    unembedded: set[int] = field(default_factory=set)

    def merged(self, other: "Written") -> "Written":
        """Return what became of the rows of both."""
        return Written(
            done=self.done | other.done,
            again=self.again | other.again,
            refused=self.refused | other.refused,
            conflicts=self.conflicts | other.conflicts,
            unembedded=self.unembedded | other.unembedded,
        )


def read(work: Work, kind: Kind, ids: Sequence[int], targets: Sequence[Target] = ()) -> Batch:
    """Read rows and versions within `work`; a missing row stands as gone for good.

    Targets are read first: a row read before a new index was registered may be stale there.
    """
    chosen = tuple(targets) or tuple(indices.read_targets(work, kind.name))
    found = {row.id: row for row in kind.rows(work, ids)}
    rows = tuple(found.get(row_id) or Row(row_id, FINAL_VERSION, None) for row_id in ids)
    return Batch(kind, work.tenant_id, work.now, chosen, rows)


def send(batch: Batch, *, at_once: bool = False) -> Written:
    """Embed and write a batch to each of its indices. Call it outside any Work.

    `at_once`: documents whose vector would take long to compute go without it; they are named
    in `unembedded`, to be sent again. When one row breaks the batch, its halves are sent, so
    that it never holds up the others. Raises SearchUnavailable; repeating is safe, as versions
    are external.
    """
    try:
        return _send_whole(batch, at_once)
    except _ROW_FAULTS as error:
        if len(batch.rows) <= 1:
            return _broken(batch, error)
    middle = len(batch.rows) // 2
    left, right = (replace(batch, rows=rows) for rows in (batch.rows[:middle], batch.rows[middle:]))
    return send(left, at_once=at_once).merged(send(right, at_once=at_once))


def _broken(batch: Batch, error: Exception) -> Written:
    name = type(error).__name__
    for row in batch.rows:
        log.error("row_not_indexed", index=batch.kind.name, row_id=row.id, exc_info=error)
    return Written(refused={row.id: name for row in batch.rows})


def _send_whole(batch: Batch, at_once: bool) -> Written:
    """Send slice by slice: while Elasticsearch works on one, the next is made ready."""
    if not batch.targets:
        live = indices.ensure(batch.kind.name, batch.kind.properties)
        batch = replace(batch, targets=(live,))
    vectors = _vectors(batch, at_once)
    versions = bulk.STRICT if at_once else bulk.COMPLETING
    slices = [batch.rows[start : start + _SLICE] for start in range(0, len(batch.rows), _SLICE)]
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk") as sender:
        sent = [
            sender.submit(_deliver, batch, _ready(_documents(batch, rows, vectors)), versions)
            for rows in slices
        ]
        return reduce(Written.merged, (each.result() for each in sent), Written())


def _ready(documents: dict[int, Document]) -> dict[int, Document]:
    """The documents with their JSON written here, not where Elasticsearch is waited for."""
    for document in documents.values():
        _ = document.json
    return documents


def _deliver(batch: Batch, documents: dict[int, Document], versions: bulk.VersionType) -> Written:
    bare = {row_id for row_id, document in documents.items() if _lacks_vector(document)}
    written = Written(done=set(documents), unembedded=bare)
    for target in batch.targets:
        _settle(written, documents, _write(batch.kind, target, documents, versions))
    return written


def documents_of(batch: Batch) -> dict[int, Document]:
    """Return the document of each row, embedded, or its tombstone, by row id."""
    return _documents(batch, batch.rows, _vectors(batch, at_once=False))


def _vectors(batch: Batch, at_once: bool) -> dict[int, FloatArray | None]:
    shown = [row for row in batch.rows if row.content is not None]
    texts = [batch.kind.text(row.content) for row in shown]
    found = (ready_vectors if at_once else cached_vectors)(batch.tenant_id, texts)
    return {row.id: vector for row, vector in zip(shown, found, strict=True)}


def _documents(
    batch: Batch, rows: Sequence[Row], vectors: Mapping[int, FloatArray | None]
) -> dict[int, Document]:
    return {
        row.id: tombstone(batch.tenant_id, row.id, row.version, batch.read_at)
        if row.content is None
        else batch.kind.document(batch.tenant_id, row.content, vectors[row.id])
        for row in rows
    }


def _write(
    kind: Kind, target: Target, documents: dict[int, Document], versions: bulk.VersionType
) -> bulk.Outcome:
    fitting = [_fitted(document, target) for document in documents.values()]
    outcome = bulk.write(target.write_alias, fitting, versions)
    if not outcome.lost:
        return outcome
    if target.name not in {other.name for other in indices.registered(kind.name)}:
        return bulk.Outcome(done={document.id for document in fitting})  # retired meanwhile
    indices.create(target, kind.properties)
    return bulk.write(target.write_alias, fitting, versions)


def _lacks_vector(document: Document) -> bool:
    return VECTOR in document.body and document.body[VECTOR] is None


def _fitted(document: Document, target: Target) -> Document:
    """The document without its vector where the index was made for another model."""
    if target.model_version == encoder().version or document.body.get(VECTOR) is None:
        return document
    body: dict[str, Any] = {**document.body, VECTOR: None}
    return replace(document, body=body)


def _settle(written: Written, documents: dict[int, Document], outcome: bulk.Outcome) -> None:
    for row_id, document in documents.items():
        if document.id in outcome.conflicts:
            written.conflicts.add(row_id)
        if document.id in outcome.refused:
            written.refused[row_id] = outcome.refused[document.id]
        elif document.id not in outcome.done:
            written.again[row_id] = outcome.busy.get(document.id, "no answer for the document")
    written.done -= written.again.keys() | written.refused.keys()
