"""How long an invitation waits for an answer; silence is an answer too, and nobody is named."""

from collections.abc import Iterable
from datetime import timedelta

from marketplace.applications.models import Application, ApplicationState
from marketplace.applications.settings import ANSWER_DAYS
from runtime.clock import china_date
from tenants.work import Work


def days_to_answer(work: Work, applications: Iterable[Application]) -> dict[int, int]:
    """Return the days that are left to answer each open invitation, by application.

    Zero on the last day, below it once the time is over: then the employer looks on, while the
    person may still accept as long as the posting is open.
    """
    open_ones = [row for row in applications if row.state is ApplicationState.INVITED]
    if not open_ones:
        return {}
    wait, today = timedelta(days=work.setting(ANSWER_DAYS)), china_date(work.now)
    return {row.id: (china_date(row.changed_at) + wait - today).days for row in open_ones}
