"""A fresh tenant for a test: its people, and Works opened in their names."""

import itertools
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property

from marketplace.postings import Posting
from runtime.clock import today
from search.criteria import PostingCriteria
from search.execution import Scope, execute
from search.indices import refresh
from search.queries import postings_query
from search.relay import relay_batch
from tenants.access import Actor, Role
from tenants.accounts import Account, add_membership, create_demo_accounts
from tenants.registry import TenantLevel, register_tenant
from tenants.work import Work, begin

PASSWORD = "Xiangjiang-2026"
PROVINCE = 900000
_codes = itertools.count(PROVINCE + 1 + secrets.randbelow(1000) * 9)


def new_tenant() -> "TenantWorld":
    """Register a prefecture that no other test knows."""
    code = next(_codes)
    register_tenant(PROVINCE, "试验省", "试验省", TenantLevel.PROVINCE)
    register_tenant(code, f"试验{code}市", f"试验{code}", TenantLevel.PREFECTURE, PROVINCE)
    return TenantWorld(code)


@dataclass
class TenantWorld:
    """One tenant. Makers in tests/make act in it through the product's verbs."""

    code: int
    accounts: dict[Role, Account] = field(default_factory=dict)

    def account(self, role: Role) -> Account:
        """Return the tenant's account with `role`, created at first use."""
        if role not in self.accounts:
            name = f"{role}-{self.code}-{secrets.token_hex(3)}"
            account = create_demo_accounts([name], PASSWORD)[0]
            self.accounts[role] = account
            if role not in {Role.RECRUITER, Role.SEEKER}:
                with self.as_system() as work:
                    add_membership(work, account.id, role)
        return self.accounts[role]

    def actor(self, role: Role, **subject: int) -> Actor:
        """Return an actor with exactly `role`."""
        account = self.account(role)
        return Actor(self.code, account.id, frozenset({role}), **subject)

    def as_system(self) -> AbstractContextManager[Work]:
        return begin(Actor.system(self.code))

    def as_reviewer(self) -> AbstractContextManager[Work]:
        return begin(self.actor(Role.REVIEWER))

    def as_officer(self) -> AbstractContextManager[Work]:
        return begin(self.actor(Role.CASE_OFFICER))

    def as_administrator(self) -> AbstractContextManager[Work]:
        return begin(self.actor(Role.TENANT_ADMINISTRATOR))

    def as_organiser(self) -> AbstractContextManager[Work]:
        return begin(self.actor(Role.FAIR_ORGANISER))

    def as_recruiter(self, employer_id: int | None = None) -> AbstractContextManager[Work]:
        return begin(self.actor(Role.RECRUITER, employer_id=employer_id or self.employer_id))

    def as_seeker(self, seeker_id: int) -> AbstractContextManager[Work]:
        return begin(self.actor(Role.SEEKER, seeker_id=seeker_id))

    def index(self) -> None:
        """Bring everything this tenant changed into the index, and make it visible."""
        while relay_batch(self.code, 500):
            pass
        refresh("postings")
        refresh("candidates")

    def finds(self, posting: Posting) -> bool:
        """Tell whether a search of the tenant finds the posting."""
        self.index()
        query = postings_query(PostingCriteria(on=today(), words=posting.title, limit=200))
        return posting.id in execute(Scope.within(self.code), query).ids

    @cached_property
    def employer_id(self) -> int:
        """A verified employer of the tenant."""
        from tests.make.employers import verified_employer  # noqa: PLC0415 - makers know the world

        return verified_employer(self).id
