"""Pages of staff: today, review, priority groups, people, matching cycles, administration."""

from web.officer import audit, cycles, groups, home, imports, people, pool, review, settings
from web.officer.blueprint import bp

__all__ = [
    "audit",
    "bp",
    "cycles",
    "groups",
    "home",
    "imports",
    "people",
    "pool",
    "review",
    "settings",
]
