"""Roles, permissions, and the actor in whose name a Work runs."""

from dataclasses import dataclass, field
from enum import StrEnum

from runtime.errors import NotAllowed

COUNTY_DIGITS = 6


class Role(StrEnum):
    """What a membership makes of an account within a tenant."""

    SEEKER = "seeker"
    RECRUITER = "recruiter"
    REVIEWER = "reviewer"
    CASE_OFFICER = "case_officer"
    TENANT_ADMINISTRATOR = "tenant_administrator"
    FAIR_ORGANISER = "fair_organiser"
    PROVINCE_ANALYST = "province_analyst"
    PLATFORM_OPERATOR = "platform_operator"
    SYSTEM = "system"


class Permission(StrEnum):
    """What a verb asks of its actor."""

    OWN_PROFILE = "own_profile"
    WRITE_POSTINGS = "write_postings"
    MANAGE_EMPLOYER = "manage_employer"
    SEE_CANDIDATES = "see_candidates"
    REVIEW_POSTINGS = "review_postings"
    REVIEW_EMPLOYERS = "review_employers"
    SEE_SEEKERS = "see_seekers"
    UNMASK_SEEKERS = "unmask_seekers"
    MANAGE_GROUPS = "manage_groups"
    RUN_CYCLES = "run_cycles"
    SEE_CYCLES = "see_cycles"
    CHANGE_SETTINGS = "change_settings"
    SET_BOUNDS = "set_bounds"
    MANAGE_MEMBERS = "manage_members"
    READ_AUDIT = "read_audit"
    MANAGE_FAIRS = "manage_fairs"
    IMPORT_DATA = "import_data"
    SEE_AGGREGATES = "see_aggregates"
    MANAGE_MODELS = "manage_models"
    RELAY = "relay"


_P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.SEEKER: frozenset({_P.OWN_PROFILE}),
    Role.RECRUITER: frozenset({_P.WRITE_POSTINGS, _P.MANAGE_EMPLOYER, _P.SEE_CANDIDATES}),
    Role.REVIEWER: frozenset({_P.REVIEW_POSTINGS, _P.REVIEW_EMPLOYERS}),
    Role.CASE_OFFICER: frozenset(
        {_P.SEE_SEEKERS, _P.UNMASK_SEEKERS, _P.MANAGE_GROUPS, _P.SEE_CYCLES}
    ),
    Role.TENANT_ADMINISTRATOR: frozenset(
        {
            _P.REVIEW_POSTINGS,
            _P.REVIEW_EMPLOYERS,
            _P.SEE_SEEKERS,
            _P.MANAGE_GROUPS,
            _P.RUN_CYCLES,
            _P.SEE_CYCLES,
            _P.CHANGE_SETTINGS,
            _P.MANAGE_MEMBERS,
            _P.READ_AUDIT,
            _P.IMPORT_DATA,
            _P.SEE_AGGREGATES,
        }
    ),
    Role.FAIR_ORGANISER: frozenset({_P.MANAGE_FAIRS}),
    Role.PROVINCE_ANALYST: frozenset({_P.SEE_AGGREGATES, _P.SET_BOUNDS}),
    Role.PLATFORM_OPERATOR: frozenset({_P.SEE_AGGREGATES, _P.MANAGE_MEMBERS, _P.MANAGE_MODELS}),
    # The system acts for no person, so it never unmasks one and has no profile of its own.
    Role.SYSTEM: frozenset(_P) - {_P.OWN_PROFILE, _P.UNMASK_SEEKERS},
}


@dataclass(frozen=True)
class Actor:
    """Who acts, in which tenant, with which roles; `account_id` is None for the system."""

    tenant_id: int
    account_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    employer_id: int | None = None
    seeker_id: int | None = None
    territories: tuple[int, ...] = ()

    @classmethod
    def system(cls, tenant_id: int) -> "Actor":
        """Return the actor of scheduled work in `tenant_id`."""
        return cls(tenant_id=tenant_id, roles=frozenset({Role.SYSTEM}))

    @classmethod
    def anonymous(cls, tenant_id: int) -> "Actor":
        """Return a visitor of `tenant_id` who has not signed in and may do nothing."""
        return cls(tenant_id=tenant_id)

    @property
    def id(self) -> int | None:
        """Account of the actor, as kept in `…_by` columns."""
        return self.account_id

    def may(self, permission: Permission) -> bool:
        """Tell whether any role of the actor grants `permission`."""
        return any(permission in GRANTS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless a role grants `permission`."""
        if not self.may(permission):
            raise NotAllowed

    def covers(self, place_code: int | None) -> bool:
        """Tell whether `place_code` lies in the actor's territories (all, where none is set)."""
        if not self.territories:
            return True
        text = str(place_code or "")
        return any(text.startswith(_area_of(code)) for code in self.territories)


def _area_of(code: int) -> str:
    """Return the digits that every place within `code` begins with: 430100 → 4301."""
    text = str(code)
    for blank in ("0000", "00"):
        if len(text) == COUNTY_DIGITS and text.endswith(blank):
            return text.removesuffix(blank)
    return text
