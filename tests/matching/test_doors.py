"""What would open doors: counted against eligibility itself, smallest steps first."""

from dataclasses import replace
from datetime import date

from matching.columns import PostingColumns, SeekerColumns
from matching.doors import Change, Door, doors_of
from matching.eligibility import Rule, first_failing_rule
from matching.facts import PostingFacts, SeekerFacts
from tests.matching import population

DAY = date(2026, 11, 24)
SEWING, WAREHOUSE = "6-05-01-03", "4-02-06-01"
HOME = (28.20, 112.94)
PERSON = SeekerFacts(
    id=1, wants=(SEWING,), lat=HOME[0], lon=HOME[1], max_km=5, min_pay_fen=500_000,
    min_pay_hard=True, excludes=("night_shift", "dust"), certificates=(),
)  # fmt: skip


def posting(number: int, **told: object) -> PostingFacts:
    facts = PostingFacts(
        id=number, occupation_code=SEWING, lat=HOME[0], lon=HOME[1],
        pay_low_fen=500_000, pay_high_fen=600_000,
    )  # fmt: skip
    return replace(facts, **told)  # type: ignore[arg-type]


def test_each_change_counts_what_it_alone_opens() -> None:
    far = {"lat": HOME[0] + 0.08}  # about 9 km
    jobs = [
        posting(1),
        *(posting(n, **far) for n in range(2, 6)),
        posting(6, conditions=("night_shift",)),
        posting(7, conditions=("night_shift", "dust")),
        posting(8, certificates=("缝纫工证",)),
        posting(9, pay_high_fen=460_000, pay_low_fen=400_000),
        posting(10, occupation_code=WAREHOUSE, **far),
        posting(11, valid_to=date(2026, 11, 1)),
    ]
    found = doors_of(PERSON, jobs, DAY)
    assert (found.wanted, found.eligible) == (9, 1)
    assert found.doors == (
        Door(Change.DISTANCE, 10.0, 4),
        Door(Change.PAY, 450_000, 1),
        Door(Change.CONDITION, "night_shift", 1),
        Door(Change.CERTIFICATE, "缝纫工证", 1),
    )


def test_what_is_not_known_or_not_limited_is_no_door() -> None:
    free = SeekerFacts(id=1)
    found = doors_of(free, [posting(1), posting(2, certificates=("电工证",))], DAY)
    assert (found.eligible, found.doors) == (2, ())
    assert doors_of(free, [], DAY).doors == ()


def test_a_door_says_what_changing_the_profile_then_gives() -> None:
    jobs = population.postings(400)
    for seeker in population.seekers(60):
        found = doors_of(seeker, jobs, DAY)
        for door in found.doors:
            assert eligible(changed(seeker, door), jobs) - eligible(seeker, jobs) >= 0
            if not seeker.wants and door.change is not Change.CERTIFICATE:
                assert eligible(changed(seeker, door), jobs) == eligible(seeker, jobs) + door.opens


def eligible(seeker: SeekerFacts, jobs: list[PostingFacts]) -> int:
    columns = PostingColumns.of(jobs)
    failed = first_failing_rule(SeekerColumns.of([seeker], columns.vocabularies), columns, DAY)
    return int((failed == Rule.OK).sum())


def changed(seeker: SeekerFacts, door: Door) -> SeekerFacts:
    match door.change:
        case Change.DISTANCE:
            return replace(seeker, max_km=door.value)  # type: ignore[arg-type]
        case Change.PAY:
            return replace(seeker, min_pay_fen=door.value)  # type: ignore[arg-type]
        case Change.CONDITION:
            kept = tuple(each for each in seeker.excludes if each != door.value)
            return replace(seeker, excludes=kept)
    return replace(seeker, certificates=(*(seeker.certificates or ()), str(door.value)))
