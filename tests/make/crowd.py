"""A crowd whose cards are known: what an employer may see of it, and what nobody may learn.

The same people can be made twice: `guarded` with secrets in their profiles and with others
around who hide, share nothing or have paused; plain with nothing but what their cards tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from language.education import Education
from marketplace.groups import Group
from marketplace.seekers import (
    DocumentType,
    Hours,
    SeekerRow,
    Want,
    add_seekers,
    agree,
    pause,
)
from tenants.consents import Purpose
from tests.make.groups import in_group
from tests.make.seekers import id_number, next_phone

if TYPE_CHECKING:
    from tests.world import TenantWorld

TRADES = (
    ("缝纫工", "6-05-01-03"), ("电工", "6-31-01-03"), ("保洁员", "4-09-08-01"),
    ("货车司机", "4-02-02-01"), ("中式烹调师", "4-03-02-01"), ("会计", "2-06-03-00"),
)  # fmt: skip
SKILLS = ("平缝机", "焊接", "低压配电", "擦玻璃", "炒菜", "开票", "记账", "装卸", "叉车", "电脑")
PAPERS = ("健康证", "低压电工证", "C1驾照", "会计初级", "叉车证")
PLACES = (430102, 430103, 430104, 430105)
SURNAMES = ("欧阳", "司马", "上官", "皇甫", "尉迟", "公孙")
GIVEN = ("霁澜", "砚秋", "疏桐", "拾光", "听澜", "望舒", "栖梧")
LEVELS = (None, Education.JUNIOR, Education.SECONDARY, Education.COLLEGE, Education.BACHELOR)
SHARING = frozenset({Purpose.RECOMMENDATION, Purpose.SHARE_CARD})
BORN_EARLY, BORN_LATE = date(1984, 1, 2), date(1984, 12, 30)
"""Two birthdays of one year: of one band, whatever the day."""


@dataclass
class Crowd:
    """People by what the employer may see: ids and rows of the shown, ids of the others.

    `secrets` are texts that stand on no page; `subsidised` are ids of the shown.
    """

    shown: dict[int, SeekerRow] = field(default_factory=dict)
    kept_away: set[int] = field(default_factory=set)
    subsidised: set[int] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)


def open_rows(draw: Random, count: int) -> Iterator[SeekerRow]:
    """Yield rows that hold what cards tell and nothing else."""
    for number in range(count):
        wants = draw.sample(TRADES, draw.choice((1, 1, 2)))
        yield SeekerRow(
            source_key=f"open-{number}",
            wants=tuple(Want(*want) for want in wants),
            place_code=draw.choice(PLACES),
            birth_on=BORN_EARLY,
            hours=draw.choice((None, Hours.FULL_TIME, Hours.PART_TIME)),
            education=draw.choice(LEVELS),
            experience_years=draw.choice((None, 0.5, 2, 4, 9)),
            skills=tuple(draw.sample(SKILLS, draw.randint(0, 4))),
            certificates=tuple(draw.sample(PAPERS, draw.randint(0, 2))),
            consents=SHARING,
        )


def made_crowd(
    world: "TenantWorld", seed: int, count: int, *, guarded: bool, hide_from: str = ""
) -> Crowd:
    """Make the crowd of a seed; `guarded` with secrets, and among others who are not shown."""
    draw, crowd = Random(seed), Crowd()
    rows = list(open_rows(draw, count))
    allowing = set(draw.sample(range(count), count // 4))
    others = [_other(draw, n, hide_from) for n in range(count)] if guarded else []
    told = [_with_secrets(draw, row, crowd) for row in rows] if guarded else rows
    hidden = [_with_secrets(draw, row, crowd) for row in others]
    mixed = [row for pair in zip(told, hidden, strict=True) for row in pair] if guarded else told
    ids = _add(world, mixed)
    for row in rows:
        crowd.shown[ids[row.source_key]] = row
    crowd.kept_away = set(ids.values()) - crowd.shown.keys()
    for number in sorted(allowing):
        seeker_id = ids[f"open-{number}"]
        crowd.subsidised.add(seeker_id)
        in_group(world, seeker_id, Group.EMPLOYMENT_DIFFICULTY)
        with world.as_seeker(seeker_id) as work:
            agree(work, Purpose.SHARE_GROUP)
    if guarded:
        _guard(world, draw, crowd, ids)
    return crowd


def _add(world: "TenantWorld", rows: list[SeekerRow]) -> dict[str, int]:
    with world.as_administrator() as work:
        outcomes = add_seekers(work, "试验", rows)
    assert all(outcome.seeker_id for outcome in outcomes), outcomes
    return {row.source_key: o.seeker_id or 0 for row, o in zip(rows, outcomes, strict=True)}


def _with_secrets(draw: Random, row: SeekerRow, crowd: Crowd) -> SeekerRow:
    """The same card over a profile that holds what no employer may learn."""
    name, phone = draw.choice(SURNAMES) + draw.choice(GIVEN), next_phone()
    number, address = id_number(born=BORN_LATE), f"望月湖{draw.randint(100, 999)}号院"
    crowd.secrets |= {name, phone, number, number[6:14], address}
    return replace(
        row,
        name=name,
        phone=phone,
        id_number=number,
        document_type=DocumentType.RESIDENT_ID,
        birth_on=BORN_LATE,
        address=address,
        about=f"我叫{name}，电话{phone}",
        min_pay_fen=draw.choice((None, 500_000)),
        wants=(*row.wants, Want(f"{name}想做的事")),
        skills=(*(row.skills or ()), f"电话{phone}", draw.choice(("女", "男，42岁", "土家族"))),
        certificates=(*(row.certificates or ()), draw.choice(("残疾人证", "退役军人优待证"))),
    )


def _other(draw: Random, number: int, hide_from: str) -> SeekerRow:
    """Somebody who is not to be seen: hides, shares no card, or (by an odd key) will pause."""
    row = replace(next(open_rows(draw, 1)), source_key=f"kept-{number}")
    if number % 3 == 0:
        return replace(row, hidden_from=(hide_from,))
    if number % 3 == 1:
        return replace(row, consents=frozenset({Purpose.RECOMMENDATION}))
    return row


def _guard(world: "TenantWorld", draw: Random, crowd: Crowd, ids: dict[str, int]) -> None:
    """Pause who is to pause; put people into groups of which they let nobody know."""
    for key, seeker_id in ids.items():
        kind, number = key.split("-")
        if kind == "kept" and int(number) % 3 == 2:
            with world.as_seeker(seeker_id) as work:
                pause(work)
    quiet = sorted(set(crowd.shown) - crowd.subsidised)
    for seeker_id in draw.sample(quiet, len(quiet) // 2):
        in_group(world, seeker_id, draw.choice((Group.DISABLED, Group.POVERTY_HOUSEHOLD)))
