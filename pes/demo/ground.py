"""Where people live and work: townships around their county's centroid, spots around those.

Townships have no coordinates of their own in the tables we may use, so each gets a fixed centre
drawn around the centroid of its county; a spot is scattered around it. Such a spot says nothing
about a real address.
"""

import math
import random
from dataclasses import dataclass
from functools import cache

from language.places import Place, counties_of, place, townships_of
from pes.demo.figures import figure
from pes.demo.randomness import chance, draw, hits
from pes.demo.words import words

KM_A_DEGREE = 111.19
SEAT = 4  # townships listed first in a county: its seat
FIXED = 43  # the centres are the same whatever the demo's seed


@dataclass(frozen=True)
class Spot:
    """A place and how well it is known: coordinates only where they are exact."""

    place_code: int
    address: str
    lat: float | None = None
    lon: float | None = None


def home(rng: random.Random, tenant_id: int) -> Spot:
    """Draw a home: counties by their number of townships."""
    county = draw(rng, {c.code: float(len(townships_of(c.code))) for c in counties_of(tenant_id)})
    township = rng.choice(townships_of(county))
    address = f"{township.name}{rng.choice('一二三四五六七八')}组{rng.randint(1, 160)}号"
    return _spot(rng, township, address, "home")


def workplace(rng: random.Random, tenant_id: int) -> Spot:
    """Draw a workplace: districts before counties, county seats before villages."""
    weights = {c.code: _work_weight(c) for c in counties_of(tenant_id)}
    townships = townships_of(draw(rng, weights))
    near = townships[:SEAT] if hits(rng, figure("county_seat_work")) else townships
    township = rng.choice(near)
    road = rng.choice(words("names")["employers"]["roads"])
    return _spot(rng, township, f"{township.name}{road}{rng.randint(1, 399)}号", "work")


def scattered(rng: random.Random, lat: float, lon: float, spread_km: float) -> tuple[float, float]:
    """A point around another, with a bell of this deviation in both directions."""
    north = rng.gauss(0, spread_km) / KM_A_DEGREE
    east = rng.gauss(0, spread_km) / (KM_A_DEGREE * math.cos(math.radians(lat)))
    return round(lat + north, 5), round(lon + east, 5)


@cache
def centre(township_code: int) -> tuple[float, float]:
    """The centre that stands for a township."""
    county = place(township_code // 1000)
    urban = county.name.endswith("区")
    spread = figure("district_spread_km" if urban else "county_spread_km")
    return scattered(chance(FIXED, "township", township_code), county.lat, county.lon, spread)


def _work_weight(county: Place) -> float:
    townships = len(townships_of(county.code))
    urban = county.name.endswith("区")
    return townships * (figure("district_work_weight") if urban else 1.0)


def _spot(rng: random.Random, township: Place, address: str, kind: str) -> Spot:
    shares = {
        "exact": figure(f"{kind}_exact"),
        "township": figure(f"{kind}_township"),
    }
    shares["county"] = 1 - sum(shares.values())
    known = draw(rng, shares)
    if known == "county":
        return Spot(township.code // 1000, "")
    if known == "township":
        return Spot(township.code, address)
    lat, lon = scattered(rng, *centre(township.code), figure("township_spread_km"))
    return Spot(township.code, address, lat, lon)
