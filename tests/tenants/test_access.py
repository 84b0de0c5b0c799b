"""Roles and territories."""

import pytest

from runtime.errors import NotAllowed
from tenants.access import Actor, Permission, Role


def test_a_role_grants_its_permissions_only() -> None:
    reviewer = Actor(430100, 1, frozenset({Role.REVIEWER}))
    reviewer.require(Permission.REVIEW_POSTINGS)
    with pytest.raises(NotAllowed):
        reviewer.require(Permission.RUN_CYCLES)


def test_the_system_unmasks_nobody() -> None:
    with pytest.raises(NotAllowed):
        Actor.system(430100).require(Permission.UNMASK_SEEKERS)


@pytest.mark.parametrize(
    ("territory", "place", "covered"),
    [
        (430100, 430104, True),
        (430100, 430104001, True),
        (430100, 430204, False),
        (430000, 433123, True),
        (430110, 430111, False),
        (430110, 430110002, True),
        (430104, None, False),
        (430104002, 430104001, False),
    ],
)
def test_territory(territory: int, place: int | None, covered: bool) -> None:
    officer = Actor(430100, 1, frozenset({Role.CASE_OFFICER}), territories=(territory,))
    assert officer.covers(place) is covered


def test_without_a_territory_everything_is_covered() -> None:
    assert Actor(430100, 1, frozenset({Role.CASE_OFFICER})).covers(None)
