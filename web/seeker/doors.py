"""What would open doors: one thing changed, and how many jobs that adds."""

from dataclasses import dataclass

from flask import Response, url_for

from marketplace import seekers
from marketplace.seekers import CONDITION_LABELS, Section
from matching.doors import Change, Door
from matching.online import doors_now
from runtime.clock import today
from tenants.work import begin
from web.edge import current_actor, respond
from web.formats import yuan
from web.seeker.blueprint import bp
from web.translate import gettext

SECTIONS = {
    Change.DISTANCE: Section.PLACE,
    Change.PAY: Section.PAY,
    Change.CONDITION: Section.LIMITS,
    Change.CERTIFICATE: Section.CERTIFICATES,
}


@dataclass(frozen=True)
class Row:
    """One change in words, how many jobs it adds, and where it is made."""

    text: str
    opens: int
    href: str


@bp.get("/doors")
def doors() -> Response:
    """Show what the person could change, the most rewarding first; nothing is changed here."""
    actor = current_actor()
    with begin(actor, read_only=True) as work:
        person = seekers.access_own(work)
    found = doors_now(actor.tenant_id, person.id, today())
    rows = [_row(door) for door in found.doors] if found else []
    return respond("seeker/profile/doors.html", person=person, found=found, rows=rows)


def _row(door: Door) -> Row:
    href = url_for("seeker.profile_section", name=SECTIONS[door.change].value)
    return Row(_words(door), door.opens, href)


def _words(door: Door) -> str:
    match door.change:
        case Change.DISTANCE if door.value is None:
            return gettext("不限上班距离")
        case Change.DISTANCE:
            return gettext("上班距离放宽到 %(km)g 公里", km=door.value)
        case Change.PAY:
            return gettext("最低工资放到 %(pay)s 元/月", pay=yuan(int(door.value or 0)))
        case Change.CONDITION:
            labels = {str(condition): text for condition, text in CONDITION_LABELS.items()}
            return gettext("可以接受“%(condition)s”", condition=gettext(labels[str(door.value)]))
    return gettext("考到“%(name)s”", name=door.value)
