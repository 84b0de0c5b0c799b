"""What the page frame shows around every page: region, columns, edition, language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import g, request, url_for

from runtime.messages import N_
from tenants.registry import Tenant
from web.edge import visited_tenant
from web.i18n import LOCALES, preference
from web.navigation import home_endpoint, persona_of, served
from web.regions import REGIONS
from web.security import current_session
from web.translate import gettext

LINKS = (("public.guide", N_("办事指南")), ("public.privacy", N_("隐私和推荐规则")))
OWN_LINKS = (("account.password", N_("修改密码")),)
LANG_TAGS = {"zh": "zh-Hans-CN", "en": "en"}


@dataclass(frozen=True)
class Item:
    """One link of the navigation or the footer; `count` is a small figure beside it."""

    href: str
    text: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """Everything `ui/frame.html` needs."""

    home: str
    tenant_id: int
    tenant_name: str
    tenants: tuple[Tenant, ...]
    items: tuple[Item, ...]
    links: tuple[Item, ...]
    person: bool
    edition: str
    text: str
    language: str
    lang: str


def page_frame() -> Frame:
    """Describe the frame of the page being rendered."""
    opened = None if g.get("without_database") else current_session()
    actor = opened.actor if opened else None
    tenant_id = actor.tenant_id if actor else visited_tenant()
    persona = persona_of(actor, request.blueprint)
    language = preference("language")
    known = REGIONS.all(tenant_id)
    offered = opened.tenant_ids if opened else tuple(known)
    return Frame(
        home=url_for(home_endpoint(persona)),
        tenant_id=tenant_id,
        tenant_name=known[tenant_id].name if tenant_id in known else "",
        tenants=tuple(known[code] for code in offered if code in known),
        items=_items(persona.columns),
        links=tuple(_links((*LINKS, *(OWN_LINKS if opened else ())))),
        person=opened is not None,
        edition=preference("edition"),
        text=preference("text"),
        language=language if language in LOCALES else "zh",
        lang=LANG_TAGS[language],
    )


def _links(links: Iterable[tuple[str, str]]) -> Iterator[Item]:
    return (Item(url_for(endpoint), gettext(text)) for endpoint, text in links if served(endpoint))


def _items(columns: tuple[tuple[str, str], ...]) -> tuple[Item, ...]:
    counts: dict[str, int] = g.get("nav_counts", {})
    return tuple(
        Item(url_for(endpoint), gettext(text), _is_current(endpoint), counts.get(endpoint, 0))
        for endpoint, text in columns
        if served(endpoint)
    )


def _is_current(endpoint: str) -> bool:
    """An item is current on its page and on pages named after it (`seeker.inbox_message`)."""
    here = request.endpoint or ""
    if here == endpoint:
        return True
    folder = endpoint.removesuffix("s")
    return not endpoint.endswith(".home") and here.startswith((f"{endpoint}_", f"{folder}_"))


def nav_count(endpoint: str, count: int) -> None:
    """Show a small figure beside a column on this page (unread messages)."""
    g.setdefault("nav_counts", {})[endpoint] = count
