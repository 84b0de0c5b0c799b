"""Verbs on employers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from stdnum.cn import uscc

from marketplace.employers.errors import (
    CreditCodeInvalid,
    CreditCodeTaken,
    EmployerNameMissing,
    EmployerNotFound,
)
from marketplace.employers.models import Employer, EmployerKind
from tenants.access import Permission, Role
from tenants.accounts import add_membership
from tenants.secrecy import encrypt
from tenants.work import Work


@dataclass(frozen=True)
class EmployerDetails:
    """What an employer tells of itself."""

    name: str
    credit_code: str
    kind: EmployerKind = EmployerKind.ENTERPRISE
    industry: str = ""
    place_code: int | None = None
    contact: str = ""
    phone: str = ""


def access_employer(work: Work, employer_id: int, *, lock: bool = False) -> Employer:
    """Return an employer the actor may act for: their own, or any for staff.

    Raises EmployerNotFound, for a stranger's and a missing one alike.
    """
    query = select(Employer).where(Employer.tenant_id == work.tenant_id, Employer.id == employer_id)
    employer = work.session.scalar(query.with_for_update() if lock else query)
    staff = work.actor.may(Permission.REVIEW_EMPLOYERS)
    if employer is None or not (staff or work.actor.employer_id == employer_id):
        raise EmployerNotFound
    return employer


def own_employer(work: Work) -> Employer:
    """Return the recruiter's own employer. Raises NotAllowed, EmployerNotFound."""
    work.actor.require(Permission.MANAGE_EMPLOYER)
    return access_employer(work, work.actor.employer_id or 0)


def register_employer(work: Work, details: EmployerDetails) -> Employer:
    """Register an employer and make the actor its first recruiter (P2).

    Raises EmployerNameMissing, CreditCodeInvalid, CreditCodeTaken.
    """
    code = _checked(work, details)
    employer = Employer(
        id=work.next_ids(Employer)[0],
        credit_code=code,
        created_at=work.now,
        created_by=work.actor.id,
    )
    _fill(work, employer, details)
    work.session.add(employer)
    work.session.flush()
    if work.actor.id is not None:
        add_membership(work, work.actor.id, Role.RECRUITER, subject_id=employer.id)
    work.audit("employer.registered", "employer", employer.id)
    return employer


def change_employer(work: Work, employer_id: int, details: EmployerDetails) -> Employer:
    """Change an employer's own details; a new name or code has to be verified again.

    Raises EmployerNotFound, EmployerNameMissing, CreditCodeInvalid, CreditCodeTaken.
    """
    employer = access_employer(work, employer_id, lock=True)
    code = _checked(work, details, own_id=employer_id)
    if (employer.name, employer.credit_code) != (details.name.strip(), code):
        employer.verified_at, employer.verified_by = None, None
    if employer.name != details.name.strip():
        employer.former_names = list(dict.fromkeys([*employer.former_names, employer.name]))
    employer.credit_code = code
    _fill(work, employer, details)
    work.audit("employer.changed", "employer", employer.id)
    return employer


def known_as(employer: Employer) -> tuple[str, ...]:
    """Return the names under which people here know the employer, the present one first."""
    return (employer.name, *employer.former_names)


def verify_employer(work: Work, employer_id: int) -> Employer:
    """Record that an employer's qualification was checked. Safe to repeat.

    Raises NotAllowed, EmployerNotFound.
    """
    work.actor.require(Permission.REVIEW_EMPLOYERS)
    employer = access_employer(work, employer_id, lock=True)
    if employer.verified_at is None:
        employer.verified_at, employer.verified_by = work.now, work.actor.id
        work.audit("employer.verified", "employer", employer.id)
    return employer


def import_employers(work: Work, names: Sequence[str]) -> dict[str, int]:
    """Return the id of each name, adding employers that a file names and we lack.

    They come without a credit code and stay unverified. Raises NotAllowed.
    """
    work.actor.require(Permission.IMPORT_DATA)
    work.lock("employers.import")
    known = _ids_by_name(work, names)
    new = [name for name in dict.fromkeys(names) if name not in known]
    if new:
        row = {
            "tenant_id": work.tenant_id,
            "kind": EmployerKind.ENTERPRISE,
            "industry": "",
            "created_at": work.now,
            "created_by": work.actor.id,
            "version": 1,
        }
        work.session.execute(insert(Employer), [{**row, "name": name} for name in new])
        known |= _ids_by_name(work, new)
    return known


def _ids_by_name(work: Work, names: Sequence[str]) -> dict[str, int]:
    rows = work.session.execute(
        select(Employer.name, Employer.id)
        .where(Employer.tenant_id == work.tenant_id, Employer.name.in_(names))
        .order_by(Employer.id.desc())
    )
    return {name: employer_id for name, employer_id in rows}  # noqa: C416 - rows are not tuples to mypy


def _checked(work: Work, details: EmployerDetails, own_id: int | None = None) -> str:
    if not details.name.strip():
        raise EmployerNameMissing(field="name")
    code: str = uscc.compact(details.credit_code).upper()
    if not uscc.is_valid(code):
        raise CreditCodeInvalid(field="credit_code", code=details.credit_code.strip()[:30])
    holder = work.session.scalar(
        select(Employer.id).where(
            Employer.tenant_id == work.tenant_id, Employer.credit_code == code
        )
    )
    if holder is not None and holder != own_id:
        raise CreditCodeTaken(field="credit_code", code=code)
    return code


def _fill(work: Work, employer: Employer, details: EmployerDetails) -> None:
    employer.name = details.name.strip()
    employer.kind, employer.industry = details.kind, details.industry.strip()
    employer.place_code = details.place_code
    cell = (work.tenant_id, "employer")
    # The pages show these masked, so an empty field means "as it was".
    if details.contact.strip():
        employer.contact_enc = encrypt(*cell, "contact", employer.id, details.contact.strip())
    if details.phone.strip():
        employer.phone_enc = encrypt(*cell, "phone", employer.id, details.phone.strip())
