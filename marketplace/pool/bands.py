"""Counts that give nobody away: in bands, and none below five. Pure.

Two searches that differ in one condition differ by the people who meet it; with exact counts that
difference could be one known person. Counts are only ever of cards the employer may see.
"""

FEWEST = 5
"""Groups smaller than this are not counted."""
STEPS = (FEWEST, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def at_least(count: int) -> int | None:
    """Return the largest step that `count` reaches; None below the fewest that are counted."""
    reached = [step for step in STEPS if step <= count]
    return reached[-1] if reached else None
