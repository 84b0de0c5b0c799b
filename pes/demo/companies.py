"""Employers of the demo. Their names carry a mark, their credit codes a body no office gives."""

import random
from dataclasses import dataclass

from stdnum.cn import uscc

from marketplace.employers import EmployerDetails, EmployerKind
from pes.demo.artificial import phone_of_employer
from pes.demo.figures import figure
from pes.demo.ground import workplace
from pes.demo.people_names import person_name
from pes.demo.plan import short_name
from pes.demo.randomness import chance, hits
from pes.demo.words import words

ORGANISATION_BODY = "DEM0"  # no organisation code begins so: real ones are drawn, not spelled
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
NUMBERS = 10_000  # employers of a sector in a tenant
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OFFICES = {
    EmployerKind.ENTERPRISE: "91",
    EmployerKind.START_UP: "91",
    EmployerKind.SELF_EMPLOYED: "92",
    EmployerKind.NON_ENTERPRISE_UNIT: "52",
    EmployerKind.PUBLIC_BODY: "12",
    EmployerKind.ASSOCIATION: "93",
}
FORMS = {
    EmployerKind.ENTERPRISE: "有限公司",
    EmployerKind.START_UP: "有限公司",
    EmployerKind.SELF_EMPLOYED: "店",
    EmployerKind.NON_ENTERPRISE_UNIT: "",
    EmployerKind.PUBLIC_BODY: "",
    EmployerKind.ASSOCIATION: "专业合作社",
}
SHARES = {
    "small": EmployerKind.SELF_EMPLOYED,
    "unit": EmployerKind.NON_ENTERPRISE_UNIT,
    "public": EmployerKind.PUBLIC_BODY,
    "startup": EmployerKind.START_UP,
    "cooperative": EmployerKind.ASSOCIATION,
}


@dataclass(frozen=True, order=True)
class EmployerKey:
    """Which employer: the n-th of a sector in a tenant."""

    sector: str
    number: int


def employer_key(rng: random.Random, sector: str, demand: float) -> EmployerKey:
    """Draw the employer of a posting: a few post much, many post once.

    `demand` is the number of postings of the sector that the tenant expects.
    """
    scale = max(0.5, demand / figure("rate_of_postings_an_employer") / 2)
    return EmployerKey(sector, int(rng.expovariate(1 / scale)))


def employer(seed: int, tenant_id: int, key: EmployerKey) -> EmployerDetails:
    """Return the details of an employer; the same key gives the same."""
    rng = chance(seed, tenant_id, "employer", key.sector, key.number)
    kind = _kind(rng, key.sector)
    return EmployerDetails(
        name=_name(rng, tenant_id, key, kind),
        credit_code=credit_code(tenant_id, kind, key),
        kind=kind,
        industry=words("names")["sectors"][key.sector]["industry"],
        place_code=workplace(rng, tenant_id).place_code,
        contact=person_name(rng),
        phone=phone_of_employer(tenant_id, sector_number(key.sector), key.number),
    )


def credit_code(tenant_id: int, kind: EmployerKind, key: EmployerKey) -> str:
    """A code that passes its check characters, with a body that spells DEM0."""
    body = ORGANISATION_BODY + _digits(sector_number(key.sector) * NUMBERS + key.number)
    code = f"{OFFICES[kind]}{tenant_id}{body}{_organisation_check(body)}"
    return code + str(uscc.calc_check_digit(code))


def sector_number(sector: str) -> int:
    """Place of a sector in the list of sectors."""
    return list(words("names")["sectors"]).index(sector)


def _digits(number: int) -> str:
    """Four digits to the base of the characters that a credit code allows."""
    text = ""
    for _ in range(4):
        number, digit = divmod(number, len(CODE_CHARACTERS))
        text = CODE_CHARACTERS[digit] + text
    return text


def _organisation_check(body: str) -> str:
    """Check character of an organisation code (GB 11714)."""
    total = sum(w * ALPHABET.index(c) for w, c in zip(WEIGHTS, body, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]


def _kind(rng: random.Random, sector: str) -> EmployerKind:
    shares = words("names")["sectors"][sector]
    for name, kind in SHARES.items():
        if hits(rng, shares.get(name, 0.0)):
            return kind
    return EmployerKind.ENTERPRISE


def _name(rng: random.Random, tenant_id: int, key: EmployerKey, kind: EmployerKind) -> str:
    lists = words("names")
    invented = rng.choice(lists["employers"]["first"]) + rng.choice(lists["employers"]["second"])
    sector = rng.choice(lists["sectors"][key.sector]["words"])
    return f"{short_name(tenant_id)}{invented}{sector}{FORMS[kind]}{lists['mark']}"
