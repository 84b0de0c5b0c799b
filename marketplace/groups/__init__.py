"""Priority groups: who is in which, on what ground, and with which officer (P3, P6)."""

from marketplace.groups.bulk import GroupRow, add_memberships
from marketplace.groups.caseload import caseloads, officers_for
from marketplace.groups.errors import (
    DatesReversed,
    EvidenceMissing,
    GroupConsentMissing,
    MembershipNotFound,
    OfficerUnfit,
)
from marketplace.groups.labels import ENDED_LABELS, GROUP_LABELS, SOURCE_LABELS
from marketplace.groups.models import EndedReason, Group, GroupMembership, Source
from marketplace.groups.queries import (
    GroupLine,
    GroupPage,
    count_by_group,
    groups_of,
    list_group,
    members_among,
    memberships_of,
    own_memberships,
)
from marketplace.groups.service import (
    access_membership,
    add_to_group,
    assign_officer,
    end_membership,
)

__all__ = [
    "ENDED_LABELS",
    "GROUP_LABELS",
    "SOURCE_LABELS",
    "DatesReversed",
    "EndedReason",
    "EvidenceMissing",
    "Group",
    "GroupConsentMissing",
    "GroupLine",
    "GroupMembership",
    "GroupPage",
    "GroupRow",
    "MembershipNotFound",
    "OfficerUnfit",
    "Source",
    "access_membership",
    "add_memberships",
    "add_to_group",
    "assign_officer",
    "caseloads",
    "count_by_group",
    "end_membership",
    "groups_of",
    "list_group",
    "members_among",
    "memberships_of",
    "officers_for",
    "own_memberships",
]
