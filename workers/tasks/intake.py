"""Imports of uploaded files, cut into short tasks; the job's position says where to go on."""

from marketplace import intake
from marketplace.intake import ImportState
from runtime.errors import ServiceError, Unavailable
from runtime.logging import get_logger
from tenants.access import Actor
from tenants.work import begin
from workers.app import DURABLE, app
from workers.broker import send

SLICE_SECONDS = 40
PATIENCE_SECONDS = 5

log = get_logger(__name__)


@app.task(name="intake.run", **DURABLE)
def run(tenant_id: int, job_id: int) -> None:
    """Take rows for a while; then let other tasks go first, and go on."""
    try:
        state = _slice(tenant_id, job_id)
    except Unavailable:
        raise
    except ServiceError as refusal:  # the file cannot be read on: a person sees why
        log.warning("import_failed", tenant=tenant_id, job=job_id, code=refusal.code)
        with begin(Actor.system(tenant_id)) as work:
            intake.fail_upload(work, job_id, refusal.text())
        return
    if state is ImportState.RUNNING:
        send("intake.run", tenant_id, job_id)


def _slice(tenant_id: int, job_id: int) -> ImportState:
    actor = Actor.system(tenant_id)
    with begin(actor, read_only=True) as work:
        state = intake.access_job(work, job_id).state
    if state is not ImportState.RUNNING:
        return state
    with intake.open_upload(actor, job_id) as (table, _):
        done = intake.run_import(
            actor, job_id, table, patience=PATIENCE_SECONDS, seconds=SLICE_SECONDS
        )
    if done.state is ImportState.FINISHED:
        with begin(actor) as work:
            intake.drop_upload(work, job_id)
    return done.state
