"""From commit to searchable, against the client's bulk helper writing the same documents.

`vs_bulk`: the vectors of the texts are known, as for most changes of a posting (pay, openings,
validity, the same notice again): the very same documents on both sides. `vs_bulk_new_texts`: none
is known; our side ends when searches find the postings by their words, the vectors follow.
`vs_embedding_and_bulk`: new texts again, our side ends when the vectors are there too, and the
helper's side embeds as well, text by text. Our side counts everything between the commit and a
refresh: claim, read, cut into words, embed or read vectors, write, mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from elasticsearch import helpers

from benchmarks.measure import RUNS, Answer, interleaved, ratio, stopwatch
from benchmarks.scratch import scratch_deployment, scratch_tenant
from language.encoder import encoder
from marketplace.employers import import_employers
from marketplace.postings import PostingContent, SourcedPosting, publish_taken, take_postings
from pes.demo.vacancies import WAVES, vacancy
from runtime.clock import today
from search import indices, relay, writing
from search.client import client
from search.documents import VECTOR, Document
from search.indices import Target
from search.kinds import POSTINGS
from search.models import IndexStage
from search.terms import numbers
from tenants.access import Actor
from tenants.work import begin

POSTINGS_A_RUN = 1000
_TAKE = 500
_PLACE = 430100  # the generator draws places of a real prefecture
WARM, COLD, WHOLE = "known_texts", "new_texts_by_words", "new_texts_with_vectors"
BULK, EMBED = "bulk", "embedding_and_bulk"


@dataclass(frozen=True)
class Side:
    """The published postings of one tenant, not yet relayed, and their ready documents."""

    tenant_id: int
    texts: list[str]
    documents: list[Document]


def run() -> Answer:
    """Measure on a scratch database and scratch indices."""
    with scratch_deployment():
        indices.ensure(POSTINGS.name, POSTINGS.properties)
        rival = indices.register(POSTINGS.name, POSTINGS.properties, IndexStage.RETIRED)
        indices.create(rival, POSTINGS.properties)
        _relayed(_published(0, new_texts=False))  # loads the model, fills the caches
        known = [_published(1 + number, new_texts=False) for number in range(RUNS)]
        new = [_published(100 + number, new_texts=True) for number in range(RUNS)]
        whole: list[float] = []
        rates = interleaved(
            {
                WARM: lambda number: _relayed(known[number]),
                BULK: lambda number: _bulk(rival, known[number].documents),
                COLD: lambda number: _found_by_words(new[number], whole),
                EMBED: lambda number: _embedded_and_bulk(rival, new[number]),
            }
        )
    return _answer(rates | {WHOLE: whole})


def _answer(rates: dict[str, list[float]]) -> Answer:
    figures = {f"{name}_per_s": round(max(values), 1) for name, values in rates.items()}
    return Answer(
        figures={"postings_a_run": POSTINGS_A_RUN} | figures,
        ratios={
            "vs_bulk": ratio(rates[WARM], rates[BULK]),
            "vs_bulk_new_texts": ratio(rates[COLD], rates[BULK]),
            "vs_embedding_and_bulk": ratio(rates[WHOLE], rates[EMBED]),
        },
    )


def _published(number: int, *, new_texts: bool) -> Side:
    """Publish the postings of a fresh tenant; with `new_texts` no vector of them is known."""
    tenant_id = scratch_tenant(number)
    ids: list[int] = []
    for start in range(0, POSTINGS_A_RUN, _TAKE):
        contents = [_content(number, start + at, new_texts) for at in range(_TAKE)]
        with begin(Actor.system(tenant_id)) as work:
            employers = import_employers(work, [f"基准企业{at % 50}" for at in range(_TAKE)])
            rows = [
                SourcedPosting(f"{start + at}", "", list(employers.values())[at % 50], content)
                for at, content in enumerate(contents)
            ]
            taken = [posting_id for posting_id, _ in take_postings(work, "基准", rows)]
            ids += taken
            publish_taken(work, taken)
    return _side(tenant_id, ids, embed=not new_texts)


def _side(tenant_id: int, ids: Sequence[int], *, embed: bool) -> Side:
    with begin(Actor.system(tenant_id), read_only=True) as work:
        batch = writing.read(work, POSTINGS, ids)
    shown = tuple(row for row in batch.rows if row.content is not None)
    contents = [row.content for row in shown]
    texts = [POSTINGS.text(content) for content in contents]
    if embed:
        documents = writing.documents_of(replace(batch, rows=shown))
        return Side(tenant_id, texts, list(documents.values()))
    bare = [POSTINGS.document(tenant_id, content, None) for content in contents]
    return Side(tenant_id, texts, bare)


def _content(number: int, at: int, new_texts: bool) -> PostingContent:
    """A posting of the demo's generator: all trades, with duties and requirements in full."""
    came_on = {wave: today() - timedelta(weeks=wave) for wave in range(WAVES)}
    content = vacancy(number if new_texts else 1, _PLACE, at, came_on).content
    title = f"{content.title}{number}-{at}" if new_texts else content.title
    valid_to = today() + timedelta(days=30)
    return replace(content, title=title, openings=content.openings or 1, valid_to=valid_to)


def _relayed(side: Side) -> float:
    """Our side: postings a second from the commit to a search that finds them."""
    with stopwatch() as seconds:
        relay.relay_all(side.tenant_id, refresh=True)
        spent = seconds()
    return len(side.documents) / spent


def _found_by_words(side: Side, whole: list[float]) -> float:
    """Our side with new texts; adds to `whole` the rate until the vectors are there too."""
    with stopwatch() as seconds:
        while relay.relay_batch(side.tenant_id):
            pass
        indices.refresh(POSTINGS.name)
        by_words = seconds()
        relay.relay_all(side.tenant_id, refresh=True)
        whole.append(len(side.documents) / seconds())
    return len(side.documents) / by_words


def _bulk(rival: Target, documents: Sequence[Document]) -> float:
    actions = [_action(rival, document) for document in documents]
    with stopwatch() as seconds:
        helpers.bulk(client(), actions, chunk_size=_TAKE, request_timeout=60)
        client().indices.refresh(index=rival.name)
        spent = seconds()
    return len(documents) / spent


def _embedded_and_bulk(rival: Target, side: Side) -> float:
    with stopwatch() as seconds:
        vectors = [encoder().encode([text])[0] for text in side.texts]
        documents = [
            replace(document, body={**document.body, VECTOR: numbers(vector)})
            for document, vector in zip(side.documents, vectors, strict=True)
        ]
        embedding = seconds()
    count = len(documents)
    return count / (embedding + count / _bulk(rival, documents))


def _action(rival: Target, document: Document) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_index": rival.name,
        "_id": document.id,
        "routing": document.routing,
        "_source": dict(document.body),
    }
