"""Vectors of texts, cached by (tenant, text hash, model version): for index and matching alike."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import ARRAY, Text, any_, literal, select
from sqlalchemy.dialects.postgresql import insert

from language.encoder import DIMENSIONS, encoder
from search.models import TextVector
from tenants.access import Actor
from tenants.work import begin

FloatArray = npt.NDArray[np.float32]

_READ = 5000
_HANDFUL = 8  # texts: about a tenth of a second
_COMPUTE = 512  # texts embedded between two commits: what a kill can cost
_RECENT = 4096  # vectors kept in the process: 8 MiB
_WIRE = np.dtype("<f4")
_recent: dict[tuple[str, str], FloatArray] = {}


def ready_vectors(tenant_id: int, texts: Sequence[str]) -> list[FloatArray | None]:
    """Return the vectors that can be had at once: those the tenant has, and a handful computed.

    None stands for the others, where more than a handful would have to be computed.
    """
    keys = {text_hash(text): text for text in texts}
    vectors = np.empty((len(keys), DIMENSIONS), dtype=np.float32)
    rows = {key: row for row, key in enumerate(keys)}
    known = _read_into(vectors, rows, tenant_id)
    if len(keys) - len(known) <= _HANDFUL:
        return list(cached_vectors(tenant_id, texts))
    return [
        vectors[rows[key]] if key in known else None for key in (text_hash(text) for text in texts)
    ]


def cached_vectors(tenant_id: int, texts: Sequence[str]) -> FloatArray:
    """Return the unit vectors of `texts`, computing only those this tenant never had.

    Opens short Works of its own and computes between them: call it outside any Work.

    Returns
    -------
    float32 array of shape (len(texts), 512), in the order of `texts`
    """
    hashes = [text_hash(text) for text in texts]
    rows = {key: row for row, key in enumerate(dict.fromkeys(hashes))}
    by_key = dict(zip(hashes, texts, strict=True))
    vectors = np.empty((len(rows), DIMENSIONS), dtype=np.float32)
    found = _read_into(vectors, rows, tenant_id)
    missing = [key for key in rows if key not in found]
    for start in range(0, len(missing), _COMPUTE):
        keys = missing[start : start + _COMPUTE]
        fresh = _computed(keys, [by_key[key] for key in keys])
        vectors[[rows[key] for key in keys]] = fresh
        _record(tenant_id, keys, fresh)
    return vectors[[rows[key] for key in hashes]]


@lru_cache(maxsize=2048)
def query_vector(words: str) -> FloatArray:
    """Return the unit vector of search words; kept in memory only, never stored."""
    vector: FloatArray = encoder().encode([words])[0]
    vector.flags.writeable = False
    return vector


def text_hash(text: str) -> str:
    """Return the key of a text: texts of one key have one vector."""
    return hashlib.sha256(text.encode()).hexdigest()


def _computed(keys: Sequence[str], texts: Sequence[str]) -> FloatArray:
    """Embed `texts`, but those that this process embedded a moment ago, for any tenant.

    Tenants share no rows, yet the same few titles and skills come up in each of them; a text's
    vector is the same whoever wrote it, and it never leaves the process but to its own tenant.
    """
    version = encoder().version
    known = {key: vector for key in keys if (vector := _recent.get((version, key))) is not None}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    fresh = dict(zip(missing, encoder().encode(list(missing.values())), strict=True))
    _recent.update({(version, key): vector for key, vector in fresh.items()})
    for oldest in list(_recent)[: max(0, len(_recent) - _RECENT)]:
        _recent.pop(oldest, None)
    vectors = known | fresh
    return np.stack([vectors[key] for key in keys])


def _read_into(vectors: FloatArray, rows: dict[str, int], tenant_id: int) -> set[str]:
    """Fill in what the cache holds; return the keys found."""
    found: set[str] = set()
    keys = list(rows)
    for start in range(0, len(keys), _READ):
        wanted = literal(keys[start : start + _READ], ARRAY(Text))
        query = select(TextVector.text_hash, TextVector.vector).where(
            TextVector.tenant_id == tenant_id,
            TextVector.text_hash == any_(wanted),
            TextVector.model_version == encoder().version,
        )
        with begin(Actor.system(tenant_id), read_only=True) as work:
            for key, vector in work.session.execute(query):
                vectors[rows[key]] = np.frombuffer(vector, dtype=_WIRE)
                found.add(key)
    return found


def _record(tenant_id: int, keys: Sequence[str], vectors: FloatArray) -> None:
    values = [
        {
            "tenant_id": tenant_id,
            "text_hash": key,
            "model_version": encoder().version,
            "vector": vector.astype(_WIRE).tobytes(),
        }
        for key, vector in zip(keys, vectors, strict=True)
    ]
    with begin(Actor.system(tenant_id)) as work:
        work.session.execute(insert(TextVector).on_conflict_do_nothing(), values)
