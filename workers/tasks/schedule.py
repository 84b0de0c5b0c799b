"""Tasks of the clock."""

from runtime.logging import get_logger
from workers import runs, ticks
from workers.app import DURABLE, app
from workers.leases import kept
from workers.timetable import JOB_BY_NAME

RENEW_SECONDS = 20
LONG = {"soft_time_limit": 3300, "time_limit": 3600}

log = get_logger(__name__)


@app.task(name="schedule.tick", **{**DURABLE, "max_retries": 0})
def tick() -> None:
    """Do what the clock brings; a tick that fails is made good by the next."""
    ticks.tick()


@app.task(name="schedule.run", **{**DURABLE, **LONG})
def run(run_id: int) -> None:
    """Work off one scheduled run; its lease keeps a second delivery away."""
    lease = runs.lease_run(run_id)
    if lease is None:
        return
    try:
        with kept(lambda: runs.renew_run(lease), RENEW_SECONDS):
            JOB_BY_NAME[lease.name].run(lease.tenant_id)
    except Exception as error:  # whatever it is counts against the run, and parks it in the end
        log.exception("run_failed", run=run_id, name=lease.name, tenant=lease.tenant_id)
        runs.fail_run(lease, type(error).__name__)
    else:
        runs.finish_run(lease)
