"""Vectors are computed once a tenant, text and model."""

import numpy as np
import pytest
from sqlalchemy import func, select

from language import encoder as encoding
from search import vectors
from search.models import TextVector
from search.vectors import cached_vectors, query_vector, text_hash


@pytest.fixture
def embedded(monkeypatch):
    """The texts that the encoder really computed."""
    seen = []
    encode = encoding.Encoder.encode

    def watch(self, texts):
        seen.extend(texts)
        return encode(self, texts)

    monkeypatch.setattr(encoding.Encoder, "encode", watch)
    monkeypatch.setattr(vectors, "_recent", {})
    return seen


def test_no_text_is_computed_twice(tenant, embedded):
    first = cached_vectors(tenant.code, ["电工", "焊工", "电工"])
    second = cached_vectors(tenant.code, ["焊工", "保洁", "电工"])

    assert embedded == ["电工", "焊工", "保洁"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(second[[2, 0]], first[:2])


def test_cached_and_fresh_are_equal(tenant):
    texts = ["缝纫工 平缝机", "叉车司机"]
    fresh = encoding.encoder().encode(texts)
    assert np.array_equal(cached_vectors(tenant.code, texts), fresh)
    assert np.array_equal(cached_vectors(tenant.code, texts), fresh)


def test_tenants_do_not_share_rows(tenant, other_tenant):
    cached_vectors(tenant.code, ["电工"])
    for world, rows in ((tenant, 1), (other_tenant, 0)):
        with world.as_system() as work:
            assert work.session.scalar(select(func.count()).select_from(TextVector)) == rows


def test_a_text_of_another_tenant_is_not_computed_again(tenant, other_tenant, embedded):
    first = cached_vectors(tenant.code, ["电工", "焊工"])
    second = cached_vectors(other_tenant.code, ["保洁", "焊工"])

    assert embedded == ["电工", "焊工", "保洁"]
    assert np.array_equal(first[1], second[1])


def test_few_vectors_stay_in_the_process(tenant, embedded, monkeypatch):
    monkeypatch.setattr(vectors, "_RECENT", 2)
    cached_vectors(tenant.code, ["电工", "焊工", "保洁"])
    assert len(vectors._recent) == 2


def test_nothing_asked_nothing_done(tenant, embedded):
    assert cached_vectors(tenant.code, []).shape == (0, 512)
    assert embedded == []


def test_search_words_are_kept_nowhere(tenant):
    assert np.allclose(query_vector("找电工"), encoding.encoder().encode(["找电工"])[0])
    with tenant.as_system() as work:
        known = select(TextVector).where(TextVector.text_hash == text_hash("找电工"))
        assert work.session.scalars(known).all() == []
