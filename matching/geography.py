"""Great-circle distances of pairs of places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


def great_circle_km(
    homes: NDArray[np.float64], workplaces: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Great-circle distance of each pair of places.

    Parameters
    ----------
    homes, workplaces : float64 arrays of shape (pairs, 2)
        Latitude, longitude in degrees (WGS 84); NaN where unknown.

    Returns
    -------
    float64 array of shape (pairs,)
        Kilometres; NaN where a place is unknown.

    References
    ----------
    Sinnott, "Virtues of the haversine", 1984.
    """
    lat1, lon1 = np.radians(homes[:, 0]), np.radians(homes[:, 1])
    lat2, lon2 = np.radians(workplaces[:, 0]), np.radians(workplaces[:, 1])
    across = np.sin((lat2 - lat1) / 2) ** 2
    along = np.sin((lon2 - lon1) / 2) ** 2
    half_chord = across + np.cos(lat1) * np.cos(lat2) * along
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half_chord, 1)))
    return km
