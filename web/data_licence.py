"""Whether a tenant gives its public data away, as feeds and the API say it."""

from marketplace.postings import PUBLIC_DATA_CC0
from tenants.work import Work

CC0 = "CC0-1.0"
CC0_ADDRESS = "https://creativecommons.org/publicdomain/zero/1.0/"


def licence_of(work: Work) -> str | None:
    """Return the SPDX name of the licence of the tenant's public data; None where none is given."""
    return CC0 if work.setting(PUBLIC_DATA_CC0) else None
