"""Choices for the pickers of `ui/picker.html`: parts for htmx, lists for the first page."""

from flask import Blueprint, Response, make_response, render_template_string, request

from language import occupations, places
from web.edge import visitor

bp = Blueprint("pickers", __name__, url_prefix="/pickers")
MOST_SUGGESTIONS = 8
TOWN = "{{ ui.township_select(name, county, '') }}"

FOUND = "{{ ui.occupation_suggestions(name, words, chosen, multiple) }}"


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


def occupation_options(words: str, chosen: list[str]) -> list[tuple[str, str]]:
    """Return (code, everyday name): what was chosen before, then what `words` finds."""
    options = {code: occupations.plain_name(code) for code in chosen if code}
    for found in occupations.suggest_occupations(words, MOST_SUGGESTIONS):
        options.setdefault(found.occupation.code, found.name)
    if len(options) == len(chosen):
        guesses = occupations.guess_occupations(words) if words else []
        options |= {code: occupations.plain_name(code) for code, _ in guesses[:MOST_SUGGESTIONS]}
    return list(options.items())


@bp.get("/occupations/<name>")
def occupation_choices(name: str) -> Response:
    """Return the choices for the words typed so far."""
    return make_response(
        render_template_string(
            FOUND,
            name=name,
            words=request.args.get(f"{name}_words", "")[:60],
            chosen=request.args.getlist(name)[:10],
            multiple=request.args.get("multiple") == "1",
        )
    )
