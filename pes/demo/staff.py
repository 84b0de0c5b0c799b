"""Who signs in: the staff of every tenant, and the printed sign-ins of two of them."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from language.places import place
from pes.demo.plan import PROVINCE, Plan
from pes.logins import Login
from runtime.settings import settings
from tenants.access import Actor, Role
from tenants.accounts import (
    Account,
    actor_from,
    add_membership,
    create_demo_accounts,
    find_accounts,
    memberships_of,
)
from tenants.work import begin

STAFF = {
    "reviewer": Role.REVIEWER,
    "case_officer": Role.CASE_OFFICER,
    "administrator": Role.TENANT_ADMINISTRATOR,
    "organiser": Role.FAIR_ORGANISER,
}
PROVINCIAL = {"province_analyst": Role.PROVINCE_ANALYST, "operator": Role.PLATFORM_OPERATOR}
OTHERS = ("seeker", "recruiter")  # their roles come with their profile and their employer
PERSONAS = (*OTHERS, *STAFF, *PROVINCIAL)
TITLES = {
    "seeker": "求职者",
    "recruiter": "招聘专员",
    "reviewer": "岗位审核员",
    "case_officer": "就业服务专员",
    "administrator": "管理员",
    "organiser": "招聘会组织者",
    "province_analyst": "省级分析员",
    "operator": "平台运维",
}


@dataclass(frozen=True)
class Persona:
    """One who signs in, and the tenant in which they mainly work."""

    role: str
    tenant_id: int

    @property
    def username(self) -> str:
        """The name to sign in with."""
        return f"{self.role}-{self.tenant_id}"


def personas(plan: Plan) -> list[Persona]:
    """Staff of every tenant, and all personas of the two whose sign-ins are printed."""
    named = set(plan.persona_tenants)
    return [
        Persona(role, tenant_id)
        for tenant_id in plan.tenant_ids
        for role in (PERSONAS if tenant_id in named else STAFF)
    ]


def ensure_staff(plan: Plan) -> dict[Persona, Account]:
    """Create the accounts and memberships that are missing; returns all accounts."""
    wanted = {persona.username: persona for persona in personas(plan)}
    found = find_accounts(list(wanted))
    missing = [name for name in wanted if name not in found]
    shown = {name: _title(wanted[name]) for name in missing}
    created = create_demo_accounts(missing, password(), shown) if missing else []
    accounts = found | dict(zip(missing, created, strict=True))
    for name, persona in wanted.items():
        _give_roles(persona, accounts[name].id)
    return {persona: accounts[name] for name, persona in wanted.items()}


def actor_of(persona: Persona, account: Account) -> Actor:
    """The persona as it acts in its tenant."""
    return actor_from(account.id, persona.tenant_id, memberships_of(account.id))


def logins(plan: Plan) -> list[Login]:
    """The sign-ins to print."""
    named = set(plan.persona_tenants)
    return [
        Login(each.role, str(each.tenant_id), each.username, password())
        for each in personas(plan)
        if each.tenant_id in named
    ]


def password() -> str:
    """The one password of the demo: nobody can guess it without this deployment's secret."""
    key = settings().secret_key.encode()
    digest = hmac.new(key, b"pes demo sign-in", hashlib.sha256).digest()
    text = base64.b32encode(digest).decode().lower()
    return f"xiang-{text[:4]}-{text[4:8]}"


def _give_roles(persona: Persona, account_id: int) -> None:
    if persona.role in STAFF:
        _give(persona.tenant_id, account_id, STAFF[persona.role])
    elif persona.role in PROVINCIAL:
        for tenant_id in (persona.tenant_id, PROVINCE):
            _give(tenant_id, account_id, PROVINCIAL[persona.role])


def _give(tenant_id: int, account_id: int, role: Role) -> None:
    with begin(Actor.system(tenant_id)) as work:
        add_membership(work, account_id, role)


def _title(persona: Persona) -> str:
    return f"{place(persona.tenant_id).name}{TITLES[persona.role]}"
