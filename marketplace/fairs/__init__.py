"""Job fairs: date, place, booths, exhibitors with approved postings, people nearby (P8, N6)."""

from marketplace.fairs.errors import (
    BoothTaken,
    FairDateInPast,
    FairNotFound,
    FairNotOpen,
    NoApprovedPosting,
    NoSuchBooth,
    StaleFair,
)
from marketplace.fairs.models import Fair, FairEmployer, FairStatus
from marketplace.fairs.queries import (
    Exhibitor,
    count_people_nearby,
    employers_to_invite,
    find_announced_fair,
    list_exhibitors,
    list_fairs,
    list_upcoming_fairs,
)
from marketplace.fairs.service import (
    FairPlan,
    access_fair,
    add_exhibitor,
    announce_fair,
    cancel_fair,
    change_fair,
    plan_fair,
    remove_exhibitor,
)

__all__ = [
    "BoothTaken",
    "Exhibitor",
    "Fair",
    "FairDateInPast",
    "FairEmployer",
    "FairNotFound",
    "FairNotOpen",
    "FairPlan",
    "FairStatus",
    "NoApprovedPosting",
    "NoSuchBooth",
    "StaleFair",
    "access_fair",
    "add_exhibitor",
    "announce_fair",
    "cancel_fair",
    "change_fair",
    "count_people_nearby",
    "employers_to_invite",
    "find_announced_fair",
    "list_exhibitors",
    "list_fairs",
    "list_upcoming_fairs",
    "plan_fair",
    "remove_exhibitor",
]
