"""Great-circle distances of pairs of places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


_FLOAT_ERROR = 2e-6
"""Largest error of a squared distance in float32, as a share of the squared span."""


def straight_squares(
    here: NDArray[np.float64], there: NDArray[np.float64]
) -> tuple[NDArray[np.float32], float]:
    """Squared straight-line distances of all pairs, by one small product.

    Parameters
    ----------
    here, there : float64 arrays of shape (n, 3), (m, 3)
        Points on the unit sphere; NaN where unknown.

    Returns
    -------
    squares : float32 array of shape (n, m)
        Square kilometres, through the earth; NaN where a place is unknown.
    error : the most by which one of them may be off
    """
    centre = np.nan_to_num(np.nanmean(there, axis=0)) if _known(there) else np.zeros(3)
    left = ((here - centre) * EARTH_RADIUS_KM).astype(np.float32)
    right = ((there - centre) * EARTH_RADIUS_KM).astype(np.float32)
    span = max(np.nanmax(np.abs(left), initial=0), np.nanmax(np.abs(right), initial=0))
    squares: NDArray[np.float32] = (
        np.hstack((left * -2, (left**2).sum(1, keepdims=True), np.ones((len(left), 1), np.float32)))
        @ np.hstack(
            (right, np.ones((len(right), 1), np.float32), (right**2).sum(1, keepdims=True))
        ).T
    )
    return squares, float(span) ** 2 * _FLOAT_ERROR


def straight_km(arc_km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the straight-line length of arcs along the earth's surface, in kilometres."""
    angle = np.clip(arc_km / EARTH_RADIUS_KM, 0, np.pi)
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.sin(angle / 2)
    return km


def _known(units: NDArray[np.float64]) -> bool:
    return not bool(np.isnan(units).all())


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
