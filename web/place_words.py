"""Where something is, as short as its reader needs it: in 长沙 nobody reads 湖南省长沙市."""

from language.places import Place, place
from web.edge import visitor


def place_words(code: int | None, address: str = "") -> str:
    """Return county and township, with the prefecture where it is not the reader's own.

    `address` follows; what of the place it repeats at its beginning is not said twice.
    """
    if not code:
        return address
    chain = _chain(place(code))
    own = visitor().tenant_id
    names = [each.name for each in chain if each.code != own] or [chain[-1].name]
    return " ".join(filter(None, ("".join(names), _rest(chain, address))))


def _chain(known: Place) -> list[Place]:
    """The prefecture, the county, the township: as far down as the place goes."""
    if known.parent is None or known.level == "prefecture":
        return [known]
    return [*_chain(place(known.parent)), known]


def _rest(chain: list[Place], address: str) -> str:
    rest = address.strip().removeprefix(chain[-1].full_name)
    for each in chain:
        rest = rest.removeprefix(each.name)
    return rest.strip()
