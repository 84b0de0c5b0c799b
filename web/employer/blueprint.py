"""The blueprint that the employer's modules hang their pages on."""

from flask import Blueprint

bp = Blueprint("employer", __name__, url_prefix="/employer")
