"""What the API answers with."""

from datetime import date, datetime, time
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, WithJsonSchema

from marketplace.postings import Finding, Posting, PublishedPosting


class Answer(BaseModel):
    """Base of answers, read from rows."""

    model_config = ConfigDict(from_attributes=True)


class Problem(Answer):
    """RFC 9457: what happened and what to do, in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] = []


class Job(Answer):
    """A published posting. Money is fen a month, distances km."""

    tenant_id: int
    posting_id: int
    employer_name: str
    title: str
    duties: str
    requirements: str
    occupation_code: str | None
    pay_low_fen: int | None
    pay_high_fen: int | None
    pay_basis: str | None
    pay_months: int | None
    pay_text: str
    place_code: int | None
    address: str
    lat: float | None
    lon: float | None
    precision: str | None
    education_floor: str | None
    experience_years: float | None
    openings: int | None
    conditions: list[str]
    certificates: list[str]
    skills: list[str]
    reserved: str | None
    valid_from: date | None
    valid_to: date | None
    published_at: datetime
    version: int

    @classmethod
    def all_of(cls, rows: list[PublishedPosting]) -> list[Self]:
        """Return answers for rows, in their order."""
        return [cls.model_validate(row) for row in rows]


class JobList(Answer):
    """A page of jobs and how many there are."""

    total: int
    jobs: list[Job]


class OwnPosting(Answer):
    """A posting as its employer and its reviewer see it."""

    id: int
    employer_id: int
    status: str
    title: str
    duties: str
    requirements: str
    pay_text: str
    pay_low_fen: int | None
    pay_high_fen: int | None
    occupation_code: str | None
    place_code: int | None
    openings: int | None
    valid_to: date | None
    review_due_at: datetime | None
    review_note: str
    lawful_ground: str
    version: int
    findings: list[dict[str, Any]] = []

    @classmethod
    def of(cls, posting: Posting, found: list[Finding]) -> Self:
        """Return the answer for a posting with its findings."""
        answer = cls.model_validate(posting)
        answer.findings = [
            {
                "code": each.code,
                "field": each.field,
                "severity": each.severity.value,
                "message": each.text(),
                "rule": each.rule,
                "from": each.start,
                "to": each.end,
            }
            for each in found
        ]
        return answer


class RecommendedJob(Answer):
    """A recommendation: the job, why, what speaks against it, where it stands."""

    job: Job
    reasons: list[str]
    weak: list[str]
    state: str


class ApplicationAnswer(Answer):
    """Where a person and a posting stand with each other."""

    id: int
    posting_id: int
    state: str
    changed_at: datetime


class Card(Answer):
    """A person without identity."""

    id: int
    wants: list[str]
    place_code: int | None
    education: str | None
    experience_years: float | None
    skills: list[str]
    certificates: list[str]


class ReceivedAnswer(Answer):
    """An application as the employer sees it."""

    application: ApplicationAnswer
    card: Card | None


class ProfileAnswer(Answer):
    """A person's own profile; contact details are masked."""

    id: int
    surname_masked: str
    status: str
    personalised: bool
    place_code: int | None
    max_km: float | None
    min_pay_fen: int | None
    min_pay_hard: bool
    hours: str | None
    education: str | None
    experience_years: float | None
    skills: list[str] | None
    certificates: list[str] | None
    excludes: list[str]
    about: str
    version: int
    wants: list[dict[str, str | None]] = []
    missing: list[str] = []


class CycleAnswer(Answer):
    """A matching cycle: how it stands, and its result."""

    id: int
    state: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, Any]
    stages: dict[str, Any]
    versions: dict[str, Any]
    by_group: dict[str, Any]


ChinaTime = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d:\d\d(\.\d+)?$"})
]
"""A time of day in China: JSON Schema's own "time" would ask for an offset."""


class FairAnswer(Answer):
    """A fair. Times are China time."""

    id: int
    title: str
    summary: str
    held_on: date
    opens_at: ChinaTime
    closes_at: ChinaTime
    place_code: int
    address: str
    booths: int
    status: str
    version: int
