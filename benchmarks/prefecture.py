"""People and postings of the demo's generator in a scratch tenant: loaded, changed, multiplied."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, literal, null, select

from benchmarks.scratch import disk_bytes
from marketplace.employers import import_employers
from marketplace.postings import (
    Posting,
    PublishedPosting,
    SourcedPosting,
    publish_taken,
    take_postings,
)
from marketplace.seekers import matchable_ids
from pes.demo.jobseekers import Jobseeker, jobseeker
from pes.demo.loading import add_people
from pes.demo.vacancies import WAVES, vacancy
from runtime.clock import today
from tenants.access import Actor
from tenants.database import Base
from tenants.work import Work, begin

_PLACE, _SEED = 430100, 1  # the generator draws places of a real prefecture
_TAKE = 1000
_EMPLOYERS = 4000
_SOURCE = "基准"
_OTHERS = 1_000_000  # numbers from here on are nobody's yet
_EVERY = 100


@dataclass(frozen=True)
class Prefecture:
    """A tenant and how many people and postings of the generator it was given.

    `person_bytes` and `posting_bytes` is what one takes on disk, indices and trails included.
    """

    tenant_id: int
    people: int
    postings: int
    person_bytes: float
    posting_bytes: float

    @classmethod
    def filled(cls, tenant_id: int, people: int, postings: int) -> "Prefecture":
        """Fill a tenant: so many people can be matched then, and so many postings are public."""
        empty = disk_bytes()
        offered = add_demo_postings(tenant_id, postings)
        with_postings = disk_bytes()
        came = add_demo_people(tenant_id, people)
        taken = (disk_bytes() - with_postings) / came, (with_postings - empty) / offered
        return cls(tenant_id, came, offered, *taken)

    def change_one_percent(self, turn: int) -> None:
        """Let every hundredth person and posting become another; each turn takes others."""
        _take(self.tenant_id, range(turn, self.postings, _EVERY), _OTHERS * (turn + 1))
        people = [_become(n, n + _OTHERS * (turn + 1)) for n in range(turn, self.people, _EVERY)]
        with begin(Actor.system(self.tenant_id)) as work:
            add_people(work, _SEED, people)

    def newcomers(self, count: int) -> list[int]:
        """Register people who were not there before; returns the ids of those to be matched."""
        with begin(Actor.system(self.tenant_id), read_only=True) as work:
            before = set(matchable_ids(work))
        people = [jobseeker(_SEED, _PLACE, self.people + at) for at in range(count)]
        with begin(Actor.system(self.tenant_id)) as work:
            add_people(work, _SEED, people)
            return [each for each in matchable_ids(work) if each not in before]

    def multiply_postings(self, times: int) -> int:
        """Give every public posting `times - 1` copies; returns what their ids are apart."""
        with begin(Actor.system(self.tenant_id)) as work:
            apart: int = (work.session.scalar(select(func.max(Posting.id))) or 0) + 1
            public = select(PublishedPosting.posting_id).where(
                PublishedPosting.tenant_id == work.tenant_id
            )
            ids = list(work.session.scalars(public))
            for step in range(apart, apart * times, apart):
                _copy(work, Posting, "id", ids, step)
                _copy(work, PublishedPosting, "posting_id", ids, step)
        return apart


def add_demo_postings(tenant_id: int, count: int) -> int:
    """Publish `count` postings; of those that come some are not fit, as in life.

    Returns how many came.
    """
    published = number = 0
    while published < count:
        step = min(_TAKE, count - published)
        published += _take(tenant_id, range(number, number + step))
        number += step
    return number


def add_demo_people(tenant_id: int, count: int) -> int:
    """Add people until `count` of them can be matched; returns how many came."""
    ready = number = 0
    while ready < count:
        step = min(_TAKE, count - ready)
        people = [jobseeker(_SEED, _PLACE, number + at) for at in range(step)]
        with begin(Actor.system(tenant_id)) as work:
            add_people(work, _SEED, people)
            ready = len(matchable_ids(work))
        number += step
    return number


def _take(tenant_id: int, numbers: range, shift: int = 0) -> int:
    """Take postings under these numbers, with the content of those `shift` further."""
    names = [f"基准企业{each % _EMPLOYERS}" for each in numbers]
    with begin(Actor.system(tenant_id)) as work:
        employers = import_employers(work, sorted(set(names)))
        rows = [
            _sourced(each, each + shift, employers[name])
            for each, name in zip(numbers, names, strict=True)
        ]
        taken = [posting_id for posting_id, _ in take_postings(work, _SOURCE, rows)]
        return publish_taken(work, taken)


def _sourced(number: int, like: int, employer_id: int) -> SourcedPosting:
    content = vacancy(_SEED, _PLACE, like, _came_on()).content
    return SourcedPosting(str(number), str(like), employer_id, content)


def _came_on() -> dict[int, date]:
    return {wave: today() - timedelta(weeks=wave) for wave in range(WAVES)}


def _become(number: int, other: int) -> Jobseeker:
    """The same person, by name and key, with another's wishes and abilities."""
    old, new = jobseeker(_SEED, _PLACE, number), jobseeker(_SEED, _PLACE, other)
    kept = {name: getattr(old.row, name) for name in ("source_key", "name", "phone", "id_number")}
    return replace(new, row=replace(new.row, **kept))


def _copy(work: Work, model: type[Base], key: str, ids: list[int], step: int) -> None:
    """Copy rows under ids `step` further; a copy comes from no source, so its key is its own."""
    columns = model.__table__.columns
    changed: dict[str, Any] = {key: columns[key] + literal(step)}
    if "source_key" in columns:
        changed |= {name: null() for name in ("source", "source_key", "source_hash")}
    values = [changed.get(each.name, each) for each in columns]
    rows = select(*values).where(columns["tenant_id"] == work.tenant_id, columns[key].in_(ids))
    work.session.execute(insert(model).from_select([each.name for each in columns], rows))
