"""After a change of model no vectors of two models are compared, in the index or the cache."""

import numpy as np
import pytest
from sqlalchemy import select

from language import encoder as encoding
from search import indices, rebuild, vectors, writing
from search.kinds import POSTINGS
from search.models import TextVector
from search.vectors import cached_vectors, query_vector
from tests.make.postings import published_posting


class OtherModel:
    """A model whose vectors have nothing to do with the base's."""

    version = "bge-small-zh-ours-0123456789ab"
    embedded = 0

    def encode(self, texts):
        turned = -encoding.encoder().encode(texts)
        return np.roll(turned, 7, axis=1)


@pytest.fixture
def change_model(monkeypatch):
    """From here on this process runs another model, as after a restart."""

    def change() -> None:
        other = OtherModel()
        for module in (vectors, indices, writing):
            monkeypatch.setattr(module, "encoder", lambda: other)
        forget()

    yield change
    monkeypatch.undo()
    forget()
    (live,) = indices.registered(POSTINGS.name)
    if live.model_version != encoding.encoder().version:
        rebuild.rebuild(POSTINGS)  # the next test's index is the base's again


def forget() -> None:
    query_vector.cache_clear()
    indices._live_model.cache_clear()


def rider(tenant, deliver):
    posting = published_posting(tenant, title="外卖骑手", occupation_code="4-10-08-01")
    deliver(tenant)
    return posting


def test_an_index_of_another_model_is_searched_by_words_alone(
    tenant, deliver, found, change_model, capsys
):
    posting = rider(tenant, deliver)
    same_in_other_words = "跑腿送餐"
    assert found(tenant, words=same_in_other_words, vector=query_vector(same_in_other_words))

    change_model()

    vector = query_vector(same_in_other_words)
    assert found(tenant, words=same_in_other_words, vector=vector) == []
    assert found(tenant, words="外卖骑手", vector=vector) == [posting.id]
    said = capsys.readouterr()
    assert "index_of_another_model" in said.out + said.err


def test_a_rebuild_makes_it_searchable_by_meaning_again(tenant, deliver, found, change_model):
    posting = rider(tenant, deliver)
    change_model()

    rebuild.rebuild(POSTINGS)
    forget()

    (live,) = indices.registered(POSTINGS.name)
    assert live.model_version == OtherModel.version
    words = "跑腿送餐"
    assert found(tenant, words=words, vector=query_vector(words)) == [posting.id]


def test_a_document_written_between_holds_no_vector_of_the_new_model(
    tenant, deliver, monkeypatch, change_model
):
    rider(tenant, deliver)
    written = []
    fitted = writing._fitted
    monkeypatch.setattr(
        writing, "_fitted", lambda *given: written.append(fitted(*given)) or written[-1]
    )
    change_model()

    published_posting(tenant)
    deliver(tenant)

    shown = [document.body for document in written if "title" in document.body]
    assert shown
    assert all(body["vector"] is None for body in shown)


def test_the_cache_keeps_both_models_apart(tenant, change_model):
    before = cached_vectors(tenant.code, ["电工", "焊工"])
    change_model()

    after = cached_vectors(tenant.code, ["电工", "焊工"])

    assert np.abs(after - before).max() > 0.01
    with tenant.as_system() as work:
        versions = work.session.scalars(select(TextVector.model_version)).all()
    assert sorted(versions) == sorted([encoding.encoder().version, OtherModel.version] * 2)


def test_the_registry_is_not_asked_at_every_search(tenant, deliver, found, monkeypatch):
    rider(tenant, deliver)
    indices._live_model.cache_clear()
    vector = query_vector("跑腿送餐")
    found(tenant, words="跑腿送餐", vector=vector)
    asked = indices._live_model.cache_info().misses

    found(tenant, words="跑腿送餐", vector=vector)

    assert indices._live_model.cache_info().misses == asked
