"""The blueprint that the employer's modules hang their pages on."""

from flask import Blueprint

from tenants.access import Role
from web.edge import guard

bp = Blueprint("employer", __name__, url_prefix="/employer")
guard(bp, {Role.RECRUITER}, but={"register_form", "register"})
