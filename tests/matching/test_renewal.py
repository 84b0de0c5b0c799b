"""What is known from before, renewed: the same as everything found anew, to the bit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching import renewal
from matching.columns import PostingColumns, SeekerColumns
from matching.conversion import day_number
from matching.facts import PostingFacts, SeekerFacts
from matching.keys import PeopleKeys, PostingKeys, changes, digests
from matching.ranker import FixedWeights, Ranker
from matching.renewal import People, Terms, best_edges, known_pairs
from matching.retrieval import Limits, find_candidates
from matching.scoring import Edges, score_candidates
from matching.sets import Sets
from matching.standing import Standing
from tests.matching import population
from tests.matching.population import DAY

LIMITS = Limits(best=6, texts=3, plain=5, owed=3)
KEPT = 7


@dataclass
class World:
    """People, postings, what was seen: everything that a run reads."""

    people: dict[int, SeekerFacts]
    jobs: dict[int, PostingFacts]
    texts: np.ndarray  # of every id, both sides
    seen: dict[int, set[int]]
    day: date = DAY
    ranker: Ranker = field(default_factory=FixedWeights)

    @classmethod
    def made(cls, people: int, jobs: int, seed: int) -> World:
        return cls(
            {each.id: each for each in population.seekers(people, seed)},
            {each.id: each for each in population.postings(jobs, seed + 1)},
            population.vectors(jobs + people + 500, seed),
            {},
        )

    @property
    def postings(self) -> PostingColumns:
        facts = list(self.jobs.values())
        return PostingColumns.of(facts, self.texts[[self._text(each) for each in facts]])

    def met(self, postings: PostingColumns) -> People:
        facts = [self.people[n] for n in sorted(self.people)]
        texts = self.texts[[-self._text(each) for each in facts]]
        columns = SeekerColumns.of(facts, postings.vocabularies, texts)
        plain = [replace(each, groups=(), declined=()) for each in facts]
        keys = PeopleKeys.of(columns, digests(plain), day_number(self.day))
        seen = [sorted(self.seen.get(each.id, ())) for each in facts]
        rows = [np.flatnonzero(np.isin(postings.ids, ids)).tolist() for ids in seen]
        return People(columns, keys, Sets.of(rows))

    def keys(self, postings: PostingColumns) -> PostingKeys:
        facts = [self.jobs[n] for n in postings.ids.tolist()]
        return PostingKeys.of(postings, digests(facts), day_number(self.day))

    @property
    def terms(self) -> Terms:
        return Terms(self.day, LIMITS, self.ranker)

    @staticmethod
    def _text(facts: PostingFacts | SeekerFacts) -> int:
        """Whose text changes has another hash, and another vector."""
        return int(facts.text_hash or facts.id)

    # What happens between two runs

    def some(self, random: np.random.Generator, ids: Any, share: float) -> list[int]:
        return [n for n in sorted(ids) if random.random() < share]

    def change(self, random: np.random.Generator, share: float) -> None:
        for n in self.some(random, self.jobs, share):
            self._change_posting(n, random)
        for n in self.some(random, self.people, share):
            self._change_person(n, random)
        new = max(self.jobs) + 1
        fresh = population.postings(3, int(random.integers(10_000)))
        self.jobs |= {new + k: replace(each, id=new + k) for k, each in enumerate(fresh)}
        comer = max(self.people) + 1
        self.people[comer] = replace(population.seekers(1, comer)[0], id=comer)

    def _change_posting(self, n: int, random: np.random.Generator) -> None:
        other = population.postings(1, int(random.integers(10_000)))[0]
        match random.integers(4):
            case 0:
                del self.jobs[n]
            case 1:
                self.jobs[n] = replace(other, id=n)
            case 2:
                self.jobs[n] = replace(self.jobs[n], openings=int(random.integers(1, 30)))
            case _:
                self.jobs[n] = replace(self.jobs[n], text_hash=str(random.integers(1, 200)))

    def _change_person(self, n: int, random: np.random.Generator) -> None:
        person = self.people[n]
        match random.integers(6):
            case 0:
                del self.people[n]
            case 1:
                self.people[n] = replace(person, groups=population.some(random, ("disabled",), 1))
            case 2:
                declined = (*person.declined, int(random.choice(list(self.jobs))))
                self.people[n] = replace(person, declined=declined)
            case 3:
                self.people[n] = replace(person, personalised=not person.personalised)
            case 4:
                self.seen.pop(n, None)
            case _:
                self.people[n] = replace(population.seekers(1, int(random.integers(99)))[0], id=n)

    def recommend(self, edges: Edges, most: int) -> None:
        """Each person sees the first of their edges."""
        for n in np.unique(edges.seekers).tolist():
            seen = edges.postings[edges.seekers == n][:most].tolist()
            self.seen.setdefault(n, set()).update(seen)


def whole(world: World) -> tuple[Edges, np.ndarray]:
    """All found anew, as online and everywhere else."""
    jobs = world.postings
    people = world.met(jobs)
    seen = Sets(people.seen.starts, jobs.ids[people.seen.members])
    found = find_candidates(people.columns, jobs, world.day, seen, LIMITS, world.ranker)
    return score_candidates(people.columns, jobs, found, world.ranker, KEPT), found.barred


@dataclass
class Runs:
    """Runs one after the other, each of which goes on from what the one before left."""

    before: Standing
    keys: PostingKeys | None = None
    searched: int = 0

    def run(self, world: World) -> tuple[Edges, np.ndarray]:
        jobs = world.postings
        people, keys = world.met(jobs), world.keys(jobs)
        before, fresh = self.before, np.arange(len(jobs))
        if self.keys:
            by = changes(self.keys, keys)
            before, fresh = before.moved(by), np.flatnonzero(by.fresh)
        known, barred = known_pairs(people, jobs, world.terms, before, fresh)
        left = Standing(people.columns.ids, people.keys, people.seen, known)
        self.before, self.keys = Standing.from_bytes(left.to_bytes()), keys
        return best_edges(known, people.columns, jobs, world.terms, KEPT), barred


def assert_same(ours: tuple[Edges, np.ndarray], world: World) -> None:
    theirs = whole(world)
    for name in ("seekers", "postings", "rank"):
        assert getattr(ours[0], name).tobytes() == getattr(theirs[0], name).tobytes(), name
    assert ours[1].tolist() == theirs[1].tolist()


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many people were searched for anew, run by run."""
    counts: list[int] = []
    known = renewal.find_candidates

    def counted(people: SeekerColumns, *rest: Any) -> Any:
        counts.append(len(people))
        return known(people, *rest)

    monkeypatch.setattr(renewal, "find_candidates", counted)
    return counts


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000), share=st.sampled_from([0.0, 0.01, 0.05, 0.2]))
def test_whatever_changes_is_scored_as_anew(seed: int, share: float) -> None:
    random = np.random.default_rng(seed)
    world, runs = World.made(40, 260, seed), Runs(Standing.of_nobody())
    for _ in range(4):
        edges, barred = runs.run(world)
        assert_same((edges, barred), world)
        world.recommend(edges, most=int(random.integers(0, 3)))
        world.change(random, share)
        if random.random() < 0.3:
            world.day += timedelta(days=1)


def test_who_has_not_changed_is_not_searched_for(searched: list[int]) -> None:
    world, runs = World.made(80, 900, 7), Runs(Standing.of_nobody())
    random = np.random.default_rng(7)
    runs.run(world)
    assert searched == [80]

    for _ in range(3):
        searched.clear()
        for n in world.some(random, world.jobs, 0.01):
            world._change_posting(n, random)
        assert_same(runs.run(world), world)
        assert sum(searched) <= 8  # those with too few left, or too few from the start
