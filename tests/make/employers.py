"""Makers of employers."""

import itertools
from typing import TYPE_CHECKING

from stdnum.cn import uscc

from marketplace.employers import Employer, EmployerDetails, register_employer, verify_employer
from tenants.access import Actor, Role
from tenants.work import begin

if TYPE_CHECKING:
    from tests.world import TenantWorld

_numbers = itertools.count(1)


def credit_code() -> str:
    """Return a valid credit code that no other test uses."""
    body = f"91430100{next(_numbers):09d}"
    return body + uscc.calc_check_digit(body)


def registered_employer(world: "TenantWorld", name: str = "湘江纺织试验厂") -> Employer:
    """An employer that waits for verification."""
    recruiter = Actor(world.code, world.account(Role.RECRUITER).id)
    details = EmployerDetails(
        name=name, credit_code=credit_code(), contact="王某", phone="13800000000"
    )
    with begin(recruiter) as work:
        return register_employer(work, details)


def verified_employer(world: "TenantWorld", name: str = "湘江纺织试验厂") -> Employer:
    """An employer whose qualification was checked."""
    employer = registered_employer(world, name)
    with world.as_reviewer() as work:
        return verify_employer(work, employer.id)
