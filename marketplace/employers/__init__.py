"""Employers: registration with a checked credit code, and verification (P2)."""

from marketplace.employers.errors import (
    CreditCodeInvalid,
    CreditCodeTaken,
    EmployerNameMissing,
    EmployerNotFound,
)
from marketplace.employers.models import Employer, EmployerKind
from marketplace.employers.queries import (
    count_unverified,
    find_employers,
    list_unverified,
    names_of,
)
from marketplace.employers.service import (
    EmployerDetails,
    access_employer,
    change_employer,
    import_employers,
    known_as,
    own_employer,
    register_employer,
    verify_employer,
)

__all__ = [
    "CreditCodeInvalid",
    "CreditCodeTaken",
    "Employer",
    "EmployerDetails",
    "EmployerKind",
    "EmployerNameMissing",
    "EmployerNotFound",
    "access_employer",
    "change_employer",
    "count_unverified",
    "find_employers",
    "import_employers",
    "known_as",
    "list_unverified",
    "names_of",
    "own_employer",
    "register_employer",
    "verify_employer",
]
