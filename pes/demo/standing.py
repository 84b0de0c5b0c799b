"""Age and situation of a person: what decides the trades they look at, and their groups."""

import random
from dataclasses import dataclass

from language.education import Education
from marketplace.groups import Group
from pes.demo.figures import figure
from pes.demo.randomness import draw, hits

LEANINGS = {  # which kinds of trades people look at, compared with everybody together
    "any": {"hands": 1.0, "service": 1.0, "office": 1.0},
    "young": {"hands": 0.8, "service": 0.8, "office": 1.5},
    "older": {"hands": 1.1, "service": 1.6, "office": 0.15},
    "graduate": {"hands": 0.15, "service": 0.15, "office": 1.6},
}
ADULT, FORTY, FIFTY, SIXTY_TWO = 17, 40, 50, 62
MINORS = 0.006


@dataclass(frozen=True)
class Standing:
    """Full years of age, a leaning of `LEANINGS`, schooling they can have, what stands out."""

    age: int
    leaning: str
    least_schooling: Education = Education.NONE
    most_schooling: Education = Education.DOCTOR
    graduate: bool = False
    difficult: bool = False


def standing(rng: random.Random) -> Standing:
    """Draw a person: a graduate without work, one with difficulties, or anybody else."""
    if hits(rng, figure("share_unemployed_graduate")):
        return Standing(rng.randint(21, 25), "graduate", Education.COLLEGE, graduate=True)
    if hits(rng, figure("share_employment_difficulty") / (1 - figure("share_unemployed_graduate"))):
        age = rng.randint(46, 59)
        return Standing(age, "older", most_schooling=Education.SECONDARY, difficult=True)
    age = _age(rng)
    if age < FORTY:
        return Standing(age, "young")
    return Standing(age, "older" if age > FIFTY else "any")


def groups_of_person(rng: random.Random, who: Standing) -> tuple[Group, ...]:
    """The groups a person is in; someone with difficulties may be in several."""
    shares = {
        Group.UNEMPLOYED_GRADUATE: float(who.graduate),
        Group.EMPLOYMENT_DIFFICULTY: float(who.difficult),
        Group.POVERTY_HOUSEHOLD: figure("share_poverty_household"),
        Group.DISABLED: figure("share_disabled"),
        Group.ZERO_EMPLOYMENT_HOUSEHOLD: figure("share_zero_employment_household"),
        Group.RETURNING_MIGRANT: figure("share_returning_migrant") * (not who.graduate),
    }
    return tuple(group for group, share in shares.items() if hits(rng, share))


def _age(rng: random.Random) -> int:
    """Ages of the migrant workers' survey; within its bands evenly (assumption)."""
    if hits(rng, MINORS):
        return ADULT - 1
    bands = {
        (ADULT, FORTY): figure("migrant_age_to_40"),
        (FORTY + 1, FIFTY): figure("migrant_age_41_to_50"),
        (FIFTY + 1, SIXTY_TWO): figure("migrant_age_over_50"),
    }
    return rng.randint(*draw(rng, bands))
