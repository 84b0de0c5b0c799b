"""Great-circle distances of pairs of places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

DIAMETER_KM = 2 * EARTH_RADIUS_KM

_FLOAT_ERROR = 2e-6
"""Largest error of a squared distance in float32, as a share of the squared span."""


@dataclass(frozen=True)
class Ground:
    """Points made ready for `straight_squares`: what depends on them alone is worked out once.

    Attributes
    ----------
    centre : float64 array (3,), the mean of the points
    factors : float32 array (5, m), the right side of the product
    span : the largest coordinate, in kilometres from the centre
    """

    centre: NDArray[np.float64]
    factors: NDArray[np.float32]
    span: float

    @classmethod
    def of(cls, points: NDArray[np.float64]) -> Ground:
        """Make points on the unit sphere ready, float64 (m, 3), NaN where unknown."""
        known = points[~np.isnan(points[:, 0])]
        centre = known.mean(axis=0) if len(known) else np.zeros(3)
        km = _from(centre, points)
        ones = np.ones((len(km), 1), np.float32)
        return cls(centre, np.hstack((km, ones, (km**2).sum(1, keepdims=True))).T, _span(km))


def straight_squares(here: NDArray[np.float64], there: Ground) -> tuple[NDArray[np.float32], float]:
    """Squared straight-line distances of all pairs, by one small product.

    Parameters
    ----------
    here : float64 array of shape (n, 3)
        Points on the unit sphere; NaN where unknown.
    there : the other m points

    Returns
    -------
    squares : float32 array of shape (n, m)
        Square kilometres, through the earth; NaN where a place is unknown.
    error : the most by which one of them may be off
    """
    km = _from(there.centre, here)
    ones = np.ones((len(km), 1), np.float32)
    factors = np.hstack((km * -2, (km**2).sum(1, keepdims=True), ones))
    squares: NDArray[np.float32] = factors @ there.factors
    return squares, max(there.span, _span(km)) ** 2 * _FLOAT_ERROR


def _from(centre: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float32]:
    return ((points - centre) * EARTH_RADIUS_KM).astype(np.float32)


def _span(km: NDArray[np.float32]) -> float:
    return float(np.nanmax(np.abs(km), initial=0))


def straight_km(arc_km: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the straight-line length of arcs along the earth's surface, in kilometres."""
    angle = np.clip(arc_km / EARTH_RADIUS_KM, 0, np.pi)
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.sin(angle / 2)
    return km


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
