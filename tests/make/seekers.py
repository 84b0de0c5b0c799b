"""Makers of people who look for work."""

import itertools
import secrets
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from stdnum.cn import ric

from language.education import Education
from marketplace.seekers import (
    Change,
    Home,
    Identity,
    PayFloor,
    Schooling,
    Seeker,
    SeekerRow,
    Want,
    Wants,
    change_profile,
    register_seeker,
)
from tenants.access import Actor
from tenants.accounts import create_demo_accounts
from tenants.consents import Purpose
from tenants.work import begin

if TYPE_CHECKING:
    from tests.world import TenantWorld

ALL = (
    Purpose.RECOMMENDATION,
    Purpose.SMS,
    Purpose.SHARE_CARD,
    Purpose.PERSONALISATION,
)
SECTIONS: tuple[Change, ...] = (
    Wants((Want("缝纫工", "6-05-01-03"), Want("保洁员", "4-09-08-01"))),
    Home(430104, max_km=20),
    PayFloor(400_000),
    Schooling(Education.JUNIOR, 3),
)
_numbers = itertools.count(secrets.randbelow(40_000_000))
_people = itertools.count()


def next_phone() -> str:
    return f"135{next(_numbers) % 100_000_000:08d}"


def id_number(county: int = 430104, born: date | None = None, serial: int | None = None) -> str:
    """A number with a right check character; nobody's."""
    turn = next(_people)
    day = born or date(1960 + turn // 1000 % 40, 3, 7)
    body = f"{county}{day:%Y%m%d}{turn % 1000 if serial is None else serial:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def identity(**changes: object) -> Identity:
    values: dict[str, object] = {"name": "张小满", "phone": next_phone(), "id_number": id_number()}
    return Identity(**(values | changes))  # type: ignore[arg-type]  # fields by name


def newcomer(world: "TenantWorld") -> Actor:
    """An account that has signed in and is nobody yet."""
    name = f"newcomer-{world.code}-{secrets.token_hex(4)}"
    return Actor(world.code, create_demo_accounts([name], "Xiangjiang-2026")[0].id)


def registered_seeker(
    world: "TenantWorld", agreed: Collection[Purpose] = ALL, **changes: object
) -> Seeker:
    """A person who registered and told nothing else."""
    with begin(newcomer(world)) as work:
        return register_seeker(work, identity(**changes), agreed)


def ready_seeker(
    world: "TenantWorld", agreed: Collection[Purpose] = ALL, *, sections: tuple[Change, ...] = ()
) -> Seeker:
    """A sewing worker of 长沙市岳麓区; `sections` are told on top."""
    seeker = registered_seeker(world, agreed)
    with world.as_seeker(seeker.id) as work:
        for section in (*SECTIONS, *sections):
            seeker = change_profile(work, section, version=seeker.version)
    return seeker


def row(key: str, **changes: object) -> SeekerRow:
    """A row of a file: an electrician of 长沙市芙蓉区."""
    values: dict[str, object] = {
        "source_key": key,
        "name": "王建国",
        "phone": next_phone(),
        "birth_on": date(1988, 5, 1),
        "wants": (Want("电工", "6-31-01-03"),),
        "place_code": 430102,
        "education": Education.SECONDARY,
        "skills": ("电工", "焊接"),
        "certificates": (),
    }
    return SeekerRow(**(values | changes))  # type: ignore[arg-type]  # fields by name
