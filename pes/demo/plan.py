"""How large the demo is, and what part of it each tenant gets."""

from dataclasses import dataclass

from language.places import HUNAN, PREFECTURES_HUNAN, place
from pes.demo.figures import family, figure
from pes.demo.randomness import split

PROVINCE = HUNAN
CAPITAL = 430100
SECOND = 430900


@dataclass(frozen=True)
class Plan:
    """What `pes demo` was asked for. The same plan gives the same data."""

    tenants: int = 14
    postings: int = 3300
    seekers: int = 6300
    seed: int = 2026

    @property
    def tenant_ids(self) -> tuple[int, ...]:
        """Prefectures in the order of their codes, the capital first."""
        return tuple(place.code for place in PREFECTURES_HUNAN)[: self.tenants]

    @property
    def persona_tenants(self) -> tuple[int, ...]:
        """Tenants whose sign-ins are printed: the capital and one more."""
        others = [code for code in self.tenant_ids if code != CAPITAL]
        second = [SECOND] if SECOND in others else others[:1]
        return (CAPITAL, *second)

    def postings_by_tenant(self) -> dict[int, int]:
        """Postings of each tenant: by population, with a tilt to the capital."""
        people, tilt = self._population(), figure("posting_city_tilt")
        whole = sum(people.values())
        shares = {
            code: (1 - tilt) * count / whole + tilt * (code == CAPITAL)
            for code, count in people.items()
        }
        return split(self.postings, shares)

    def seekers_by_tenant(self) -> dict[int, int]:
        """Seekers of each tenant, by population."""
        return split(self.seekers, self._population())

    def _population(self) -> dict[int, float]:
        known = family("population_")
        return {code: known[str(code)] for code in self.tenant_ids}


def short_name(tenant_id: int) -> str:
    """Name of a prefecture as people say it: 长沙, 湘西."""
    name = place(tenant_id).name
    return "湘西" if name.startswith("湘西") else name.removesuffix("市")
