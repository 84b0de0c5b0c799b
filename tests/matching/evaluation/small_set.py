"""A few postings and profiles of six trades, and vectors that know equal texts only."""

from __future__ import annotations

import hashlib

import numpy as np

TITLES = ("叉车司机", "收银员", "会计", "电焊工", "保洁员", "厨师")
POSTINGS = [
    {
        "id": f"p{n}",
        "title": TITLES[n % 6],
        "text": f"负责{TITLES[n % 6]}的工作",
        "education": "本科" if n % 4 == 0 else "不限",
        "lat": 28.2 + n / 1000,
        "lon": 112.9,
    }
    for n in range(130)
]
PROFILES = [
    {
        "id": f"s{n}",
        "wants": [TITLES[n % 6]],
        "education": "高中" if n % 3 else "本科",
        "lat": 28.2,
        "lon": 112.9,
        "as_of": "2026-03-02" if n % 2 else None,
    }
    for n in range(12)
]


def encode(texts: list[str]) -> np.ndarray:
    """Equal texts get equal vectors, others unlike ones."""
    seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
    rows = np.array([np.random.default_rng(seed).normal(size=16) for seed in seeds], np.float32)
    rows = rows.reshape(len(texts), 16)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
