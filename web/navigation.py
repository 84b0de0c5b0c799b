"""The personas of the site and their columns: at most five each.

To add a page to a column list, add its endpoint here; an endpoint that no blueprint serves is
left out, so a list may be written before its pages.
"""

from dataclasses import dataclass

from flask import current_app

from runtime.messages import N_
from tenants.access import Actor, Role


@dataclass(frozen=True)
class Persona:
    """One kind of person: the roles, the blueprint's name, and (endpoint, text) columns."""

    blueprint: str
    roles: frozenset[Role]
    columns: tuple[tuple[str, str], ...]


PUBLIC = Persona(
    "public",
    frozenset(),
    (
        ("public.home", N_("首页")),
        ("public.jobs", N_("找工作")),
        ("public.fair_list", N_("招聘会")),
    ),
)
PERSONAS: tuple[Persona, ...] = (
    Persona(
        "officer",
        frozenset(
            {Role.TENANT_ADMINISTRATOR, Role.REVIEWER, Role.CASE_OFFICER, Role.PROVINCE_ANALYST}
        ),
        (
            ("officer.home", N_("今天")),
            ("officer.list_postings", N_("岗位审核")),
            ("officer.list_groups", N_("重点人群")),
            ("officer.list_cycles", N_("推荐")),
            ("officer.settings", N_("管理")),
        ),
    ),
    Persona(
        "organiser",
        frozenset({Role.FAIR_ORGANISER}),
        (("organiser.home", N_("招聘会")),),
    ),
    Persona(
        "employer",
        frozenset({Role.RECRUITER}),
        (
            ("employer.home", N_("招聘")),
            ("employer.list_postings", N_("岗位")),
            ("employer.pool_search", N_("人才库")),
            ("employer.applicants", N_("应聘的人")),
            ("employer.profile", N_("单位资料")),
        ),
    ),
    Persona(
        "seeker",
        frozenset({Role.SEEKER}),
        (
            ("seeker.home", N_("今日推荐")),
            ("public.jobs", N_("找工作")),
            ("seeker.inbox", N_("消息")),
            ("seeker.profile", N_("我的资料")),
        ),
    ),
)


def persona_of(actor: Actor | None, blueprint: str | None) -> Persona:
    """Return the persona whose page this is, else the first one the actor's roles make."""
    if actor is None:
        return PUBLIC
    mine = [persona for persona in PERSONAS if persona.roles & actor.roles]
    here = [persona for persona in mine if persona.blueprint == blueprint]
    return next(iter(here or mine), PUBLIC)


def served(endpoint: str) -> bool:
    """Tell whether some blueprint serves `endpoint`."""
    return endpoint in current_app.view_functions


def home_endpoint(persona: Persona) -> str:
    """Return the endpoint a persona starts from."""
    for endpoint, _ in (*persona.columns, *PUBLIC.columns):
        if served(endpoint):
            return endpoint
    return "ui.components"
