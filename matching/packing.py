"""Arrays as bytes and back, for what the steps of a run hand to each other."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack(**arrays: NDArray[Any]) -> bytes:
    """Return named arrays as bytes."""
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(packed: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of what `pack` returned."""
    with np.load(BytesIO(packed), allow_pickle=False) as arrays:
        return dict(arrays)
