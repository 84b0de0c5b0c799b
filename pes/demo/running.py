"""The whole demo: tenants, staff, postings, people, personas, index, sign-ins."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from language.places import place
from migrations.schema import refresh_statistics
from pes.demo.answers import let_people_apply
from pes.demo.fair_days import plan_fairs
from pes.demo.loading import add_people, load_postings, load_seekers
from pes.demo.plan import PROVINCE, Plan, short_name
from pes.demo.scenes import heroine, stage_recruiter
from pes.demo.staff import Persona, actor_of, ensure_staff, logins
from pes.logins import write_logins
from search.relay import relay_batch
from tenants.access import Actor
from tenants.accounts import Account
from tenants.registry import TenantLevel, register_tenant
from tenants.work import begin

Report = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is (0: not known)."""


@dataclass
class Loaded:
    """What a run did: postings and people by what became of them, documents indexed."""

    plan: Plan
    postings: Counter[str] = field(default_factory=Counter)
    seekers: Counter[str] = field(default_factory=Counter)
    applications: int = 0
    fairs: int = 0
    indexed: int = 0

    def answer(self) -> dict[str, Any]:
        """The command's JSON."""
        return {
            "tenants": len(self.plan.tenant_ids) + 1,
            "postings": _tally(self.postings, "created", "changed", "unchanged", "published"),
            "employers": self.postings["employers"],
            "seekers": _tally(self.seekers, "created", "changed", "unchanged", "rejected"),
            "in_groups": self.seekers["in_groups"],
            "applications": self.applications,
            "fairs": self.fairs,
            "indexed": self.indexed,
            "logins": len(logins(self.plan)),
        }


def run_demo(plan: Plan, report: Report) -> Loaded:
    """Load what of the plan is not there yet. Safe to repeat and to interrupt.

    Raises SearchUnavailable when Elasticsearch is down; what was loaded stays, the index
    follows with the next call or by the relay.
    """
    loaded = Loaded(plan)
    register_tenants(plan)
    accounts = ensure_staff(plan)
    for tenant_id in plan.persona_tenants:
        _stage(loaded, tenant_id, accounts)
    write_logins(logins(plan))
    _load(loaded, report)
    refresh_statistics()
    for tenant_id in plan.persona_tenants:
        _enliven(loaded, tenant_id, accounts)
    _index(loaded, report)
    return loaded


def register_tenants(plan: Plan) -> None:
    """Register the province and its prefectures."""
    province = place(PROVINCE)
    register_tenant(province.code, province.name, "湖南", TenantLevel.PROVINCE)
    for code in plan.tenant_ids:
        register_tenant(code, place(code).name, short_name(code), TenantLevel.PREFECTURE, PROVINCE)


def _stage(loaded: Loaded, tenant_id: int, accounts: dict[Persona, Account]) -> None:
    recruiter = Persona("recruiter", tenant_id)
    reviewer = Persona("reviewer", tenant_id)
    seeker = accounts[Persona("seeker", tenant_id)]
    loaded.postings["created"] += stage_recruiter(
        tenant_id,
        loaded.plan.seed,
        actor_of(recruiter, accounts[recruiter]),
        actor_of(reviewer, accounts[reviewer]),
    )
    with begin(Actor.system(tenant_id)) as work:
        loaded.seekers += add_people(work, loaded.plan.seed, [heroine(tenant_id, seeker.id)])


def _enliven(loaded: Loaded, tenant_id: int, accounts: dict[Persona, Account]) -> None:
    recruiter, organiser = (Persona(role, tenant_id) for role in ("recruiter", "organiser"))
    employed = actor_of(recruiter, accounts[recruiter])
    loaded.applications += let_people_apply(loaded.plan, tenant_id, employed)
    loaded.fairs += plan_fairs(tenant_id, actor_of(organiser, accounts[organiser]))


def _load(loaded: Loaded, report: Report) -> None:
    plan = loaded.plan
    stages = (
        ("postings", plan.postings, load_postings, loaded.postings),
        ("seekers", plan.seekers, load_seekers, loaded.seekers),
    )
    for stage, whole, load, total in stages:
        meter = _Meter(report, stage, whole)
        for tenant_id in plan.tenant_ids:
            total.update(load(plan, tenant_id, meter.advance))


def _index(loaded: Loaded, report: Report) -> None:
    meter = _Meter(report, "index", 0)
    for tenant_id in loaded.plan.tenant_ids:
        while taken := relay_batch(tenant_id):
            meter.advance(taken)
    loaded.indexed = meter.done


@dataclass
class _Meter:
    report: Report
    stage: str
    whole: int
    done: int = 0

    def advance(self, count: int) -> None:
        self.done += count
        self.report(self.stage, self.done, self.whole)


def _tally(counts: Counter[str], *names: str) -> dict[str, int]:
    return {name: counts[name] for name in names}
