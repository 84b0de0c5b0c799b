"""The registry of tenants as pages need it: names, read at most once a minute."""

import time
from contextlib import suppress

from sqlalchemy.exc import OperationalError

from tenants.registry import Tenant, TenantLevel, list_tenants

KEEP_SECONDS = 60.0


class Regions:
    """Tenants by code, read again after a minute or for a code not seen before."""

    def __init__(self) -> None:
        self._tenants: dict[int, Tenant] = {}
        self._read_at = float("-inf")

    def all(self, wanted: int | None = None) -> dict[int, Tenant]:
        """Return tenants by code; what was read last when the database is away."""
        fresh = time.monotonic() - self._read_at < KEEP_SECONDS
        if not fresh or not self._tenants or (wanted and wanted not in self._tenants):
            with suppress(OperationalError):
                self._tenants = {tenant.id: tenant for tenant in list_tenants(None)}
            self._read_at = time.monotonic()
        return self._tenants

    def first(self) -> int:
        """Return the code of the first prefecture; 0 when there is none yet."""
        prefectures = (
            code for code, tenant in self.all().items() if tenant.level is TenantLevel.PREFECTURE
        )
        return next(prefectures, 0)


REGIONS = Regions()
