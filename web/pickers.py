"""Choices for the pickers of `ui/picker.html`: parts for htmx, lists for the first page."""

from flask import Blueprint, Response, make_response, render_template_string, request

from language import places
from web.edge import visitor

bp = Blueprint("pickers", __name__, url_prefix="/pickers")
TOWN = "{{ ui.township_select(name, county, '') }}"


def counties(area: int | None = None) -> list[tuple[str, str]]:
    """Return (code, name) of the counties of prefecture `area`, the visitor's own by default."""
    code = area or visitor().tenant_id
    return [(str(place.code), place.name) for place in places.counties_of(code)]


def townships(county: str) -> list[tuple[str, str]]:
    """Return (code, name) of a county's townships; none for an unknown county."""
    if not county.isdecimal():
        return []
    return [(str(place.code), place.name) for place in places.townships_of(int(county))]


@bp.get("/townships/<name>")
def township_options(name: str) -> Response:
    """Return the township select for the county just chosen."""
    county = request.args.get(f"{name}_county", "")
    return make_response(render_template_string(TOWN, name=name, county=county))
