"""Two fairs in the tenants whose sign-ins are printed: one announced, one being planned."""

from datetime import time, timedelta

from language.places import place, townships_of
from marketplace.fairs import (
    FairPlan,
    add_exhibitor,
    announce_fair,
    employers_to_invite,
    list_fairs,
    plan_fair,
)
from pes.demo.ground import centre
from pes.demo.plan import short_name
from pes.demo.scenes import district
from pes.demo.words import words
from runtime.clock import china_date
from tenants.access import Actor
from tenants.work import Work, begin

FREE_BOOTHS = 6
MOST_EXHIBITORS = 18


def plan_fairs(tenant_id: int, organiser: Actor) -> int:
    """Plan the fairs that are not there yet, each in one transaction; returns how many."""
    planned = 0
    for turn, words_of_fair in enumerate(words("scenes")["fairs"]):
        title = words_of_fair["title"].format(town=short_name(tenant_id))
        with begin(organiser) as work:
            if title not in {fair.title for fair in list_fairs(work)}:
                _plan(work, tenant_id, title, words_of_fair, turn)
                planned += 1
    return planned


def _plan(
    work: Work, tenant_id: int, title: str, words_of_fair: dict[str, str | int], turn: int
) -> None:
    site = townships_of(district(tenant_id))[turn]
    lat, lon = centre(site.code)
    fair = plan_fair(
        work,
        FairPlan(
            title=title,
            held_on=china_date(work.now) + timedelta(days=int(words_of_fair["in_days"])),
            opens_at=time(9, 0),
            closes_at=time(12, 0),
            place_code=site.code,
            address=f"{place(site.code).name}{words_of_fair['venue']}",
            booths=MOST_EXHIBITORS + FREE_BOOTHS,
            summary=str(words_of_fair["summary"]),
            lat=lat,
            lon=lon,
        ),
    )
    if words_of_fair["announced"]:
        for employer, _ in employers_to_invite(work, fair.id, limit=MOST_EXHIBITORS):
            add_exhibitor(work, fair.id, employer.id)
        announce_fair(work, fair.id)
