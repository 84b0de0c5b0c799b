"""Which rules, features and weights a run used: content hashes for its record."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from matching.ranker import Ranker

_HERE = Path(__file__).parent
_RULES = (
    "facts.py",
    "conversion.py",
    "posting_columns.py",
    "seeker_columns.py",
    "geography.py",
    "eligibility.py",
)
_FEATURES = ("features/registry.py", "features/place.py", "features/terms.py", "features/work.py")
_CHOICE = (
    "retrieval.py",
    "first_look.py",
    "plain.py",
    "scoring.py",
    "claims.py",
    "rerank.py",
    "flow.py",
    "solver.py",
    "rounds.py",
    "selection.py",
    "draws.py",
    "wider.py",
    "widening.py",
)


def versions(ranker: Ranker, encoder: str) -> dict[str, str]:
    """Return the versions that decide a run's outcome, for its record.

    `encoder` names the model whose vectors were compared. The rules, the
    features and the way candidates are chosen are named by the content of
    their code, so that no change can go unrecorded.
    """
    return {
        "rules": _content(_RULES),
        "features": _content(_FEATURES),
        "choice": _content(_CHOICE),
        "weights": ranker.version,
        "encoder": encoder,
    }


@cache
def _content(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((_HERE / name).read_bytes())
    return digest.hexdigest()[:12]
