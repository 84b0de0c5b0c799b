"""The blueprint that the staff's modules hang their pages on."""

from flask import Blueprint

from tenants.access import Role
from web.edge import guard

bp = Blueprint("officer", __name__, url_prefix="/officer")
STAFF = frozenset(
    {Role.TENANT_ADMINISTRATOR, Role.REVIEWER, Role.CASE_OFFICER, Role.PROVINCE_ANALYST}
)
guard(bp, STAFF)
