"""The blueprint that the seeker's modules hang their pages on."""

from flask import Blueprint

bp = Blueprint("seeker", __name__, url_prefix="/me")
