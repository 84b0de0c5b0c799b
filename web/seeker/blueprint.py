"""The blueprint that the seeker's modules hang their pages on."""

from flask import Blueprint

from tenants.access import Role
from web.edge import guard

bp = Blueprint("seeker", __name__, url_prefix="/me")
guard(bp, {Role.SEEKER})
