"""Whether a hired person is still there some months later: the employer tells."""

from datetime import timedelta

from sqlalchemy import ColumnElement

from marketplace.applications.access import access_received_application
from marketplace.applications.errors import TooEarlyToKeep
from marketplace.applications.models import Application, ApplicationState
from marketplace.applications.moves import act_on
from marketplace.applications.rules import Act
from marketplace.applications.service import end_identity
from marketplace.applications.settings import KEPT_AFTER_DAYS
from tenants.work import Work


def confirm_kept(work: Work, application_id: int) -> Application:
    """Record that a hired person is still there. Safe to repeat.

    Raises NotAllowed, ApplicationNotFound, ActNotPossible, and TooEarlyToKeep before the
    tenant's days are over since the hiring.
    """
    application = access_received_application(work, application_id)
    if application.state is ApplicationState.HIRED and not may_confirm_kept(work, application):
        raise TooEarlyToKeep(days=work.setting(KEPT_AFTER_DAYS))
    act_on(work, Act.KEEP, application)
    return application


def record_left(work: Work, application_id: int) -> Application:
    """Record that a hired person left early; the employer no longer sees their identity.

    Safe to repeat. Raises NotAllowed, ApplicationNotFound, ActNotPossible.
    """
    application = access_received_application(work, application_id)
    if act_on(work, Act.LEAVE, application):
        end_identity(work, application)
    return application


def may_confirm_kept(work: Work, application: Application) -> bool:
    """Tell whether a hiring is old enough to ask whether the person is still there."""
    since = work.now - timedelta(days=work.setting(KEPT_AFTER_DAYS))
    return application.state is ApplicationState.HIRED and application.changed_at <= since


def hired_long_enough(work: Work, *, but_not_for: timedelta) -> ColumnElement[bool]:
    """Return the condition that a hiring may be confirmed since less than `but_not_for`."""
    due = work.now - timedelta(days=work.setting(KEPT_AFTER_DAYS))
    return (
        (Application.tenant_id == work.tenant_id)
        & (Application.state == ApplicationState.HIRED)
        & (Application.changed_at <= due)
        & (Application.changed_at > due - but_not_for)
    )
