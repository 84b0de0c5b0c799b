"""The candidate pool: anonymous cards for verified employers, every look counted (N3)."""

from marketplace.pool.access import Reach, go_on_as, pool_employer, reach_of, subsidised_ids
from marketplace.pool.alarms import (
    SUSPENDED_DAYS,
    AlarmLine,
    count_open_alarms,
    list_alarms,
    settle_alarm,
)
from marketplace.pool.bands import FEWEST, at_least
from marketplace.pool.errors import (
    AlarmNotFound,
    EmployerNotVerified,
    InvitationsSpent,
    PoolSuspended,
)
from marketplace.pool.fit import Fit, FitCode, fits_of
from marketplace.pool.models import AlarmKind, CardView, PoolAlarm, PoolUse
from marketplace.pool.person import KEPT_DAYS, Looker, forget_old_views, keep_away, who_looked
from marketplace.pool.queries import Model, hired_model, open_postings_of
from marketplace.pool.service import Shown, invite, search_cards, see_card, see_cards
from marketplace.pool.settings import (
    CARDS_A_DAY,
    INVITATIONS_A_DAY,
    SEARCHES_A_DAY,
    SEARCHES_AT_ONCE,
)

__all__ = [
    "CARDS_A_DAY",
    "FEWEST",
    "INVITATIONS_A_DAY",
    "KEPT_DAYS",
    "SEARCHES_AT_ONCE",
    "SEARCHES_A_DAY",
    "SUSPENDED_DAYS",
    "AlarmKind",
    "AlarmLine",
    "AlarmNotFound",
    "CardView",
    "EmployerNotVerified",
    "Fit",
    "FitCode",
    "InvitationsSpent",
    "Looker",
    "Model",
    "PoolAlarm",
    "PoolSuspended",
    "PoolUse",
    "Reach",
    "Shown",
    "at_least",
    "count_open_alarms",
    "fits_of",
    "forget_old_views",
    "go_on_as",
    "hired_model",
    "invite",
    "keep_away",
    "list_alarms",
    "open_postings_of",
    "pool_employer",
    "reach_of",
    "search_cards",
    "see_card",
    "see_cards",
    "settle_alarm",
    "subsidised_ids",
    "who_looked",
]
