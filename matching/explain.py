"""Why, or why not: the full account of one person and one posting, for an officer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from marketplace.applications import declined_of
from marketplace.employers import access_employer
from marketplace.groups import groups_of
from marketplace.postings import OpenPosting, Posting, access_posting, open_postings
from marketplace.seekers import MatchingRow, Seeker, access_seeker
from matching.eligibility import Rule
from matching.facts import PostingFacts, SeekerFacts
from matching.features import NAMES, pair_similarity
from matching.in_use import ranker_in_use
from matching.judging import Judged, PairFacts, judge
from matching.loading import posting_facts, seeker_facts, seeker_text, vectors_of
from matching.pair import Pair
from matching.reasons import Reason
from matching.why_not import why_not
from matching.wording import Translate, reason_text
from runtime.clock import china_date
from search.postings import posting_text
from search.vectors import text_hash
from tenants.access import Actor, Permission
from tenants.work import Work, begin


@dataclass(frozen=True)
class Explanation:
    """What the rules, the features and the ranker say of a pair now.

    `barred` is the failing rule as a reason; `not_recommended` why an eligible
    posting was not recommended so far.
    """

    judged: Judged
    barred: Reason | None
    not_recommended: Reason | None

    def to_json(self, translate: Translate = str) -> dict[str, Any]:
        """Return the account as `pes explain --json` prints it."""
        judged, apply_hire_rank = self.judged, ("apply", "hire", "rank")
        account: dict[str, Any] = {
            "eligible": judged.rule is Rule.OK,
            "scores": dict(zip(apply_hire_rank, judged.scores, strict=True)),
            "features": _known(judged),
            "reasons": [_worded(reason, translate) for reason in judged.account.good],
            "weak": [_worded(reason, translate) for reason in judged.account.weak],
        }
        if self.barred is not None:
            account["failed_rule"] = judged.rule.code
            account["failed_because"] = _worded(self.barred, translate)
        if self.not_recommended is not None:
            account["not_recommended_because"] = _worded(self.not_recommended, translate)
        return account


def explain(actor: Actor, seeker_id: int, posting_id: int) -> Explanation:
    """Explain one pair as it stands today; audited as a look at the person.

    Raises NotAllowed, SeekerNotFound, PostingNotFound.
    """
    actor.require(Permission.SEE_SEEKERS)
    with begin(actor) as work:
        seeker = access_seeker(work, seeker_id)
        work.audit(
            "seeker.looked_at", "seeker", seeker_id, subject_seeker_id=seeker_id, posting=posting_id
        )
        person = _person(work, seeker)
    with begin(Actor.system(actor.tenant_id), read_only=True) as work:
        posting = _posting(work, posting_id)
        today = china_date(work.now)
    judged = judge(_pair(actor.tenant_id, person, posting, today), ranker_in_use(actor.tenant_id))
    features = dict(zip(NAMES, judged.features.tolist(), strict=True))
    pair = Pair(person.facts, posting.facts, features)
    with begin(Actor.system(actor.tenant_id), read_only=True) as work:
        reason = why_not(work, pair, judged.rule)
    barred = None if judged.rule is Rule.OK else judged.rule.code
    return Explanation(
        judged=judged,
        barred=Reason(barred, pair.values(barred)) if barred else None,
        not_recommended=Reason(reason, {}) if reason else None,
    )


@dataclass(frozen=True)
class _Person:
    facts: SeekerFacts
    text: str


@dataclass(frozen=True)
class _Job:
    facts: PostingFacts
    text: str


def _pair(tenant_id: int, person: _Person, posting: _Job, today: date) -> PairFacts:
    vectors = vectors_of(tenant_id, [person.text, posting.text])
    first = np.zeros(1, np.int64)
    similarity = float("nan")
    if vectors is not None and vectors.any(axis=1).all():
        similarity = float(pair_similarity(vectors[:1], first, vectors[1:], first)[0])
    return PairFacts(person.facts, posting.facts, today, similarity)


def _person(work: Work, seeker: Seeker) -> _Person:
    row = MatchingRow(
        wants=tuple(want.occupation_code for want in seeker.wants if want.occupation_code),
        want_titles=tuple(want.title_text for want in seeker.wants),
        skills=None if seeker.skills is None else tuple(seeker.skills),
        certificates=None if seeker.certificates is None else tuple(seeker.certificates),
        excludes=tuple(seeker.excludes),
        hidden_from=tuple(seeker.hidden_from),
        **{name: getattr(seeker, name) for name in _SAME},
    )
    groups = groups_of(work, [seeker.id], china_date(work.now)).get(seeker.id, ())
    declined = declined_of(work, [seeker.id]).get(seeker.id, ())
    text = seeker_text(row)
    return _Person(seeker_facts(row, groups, declined, text_hash(text)), text)


_SAME = (
    "id", "birth_on", "education", "experience_years", "place_code", "lat", "lon", "precision",
    "max_km", "min_pay_fen", "min_pay_hard", "hours", "about", "personalised", "version",
)  # fmt: skip


def _posting(work: Work, posting_id: int) -> _Job:
    published = open_postings(work, [posting_id])
    row = published[0] if published else _as_open(work, access_posting(work, posting_id))
    text = posting_text(row)
    facts = posting_facts(row, text_hash(text))
    return _Job(replace(facts, published=bool(published)), text)


def _as_open(work: Work, posting: Posting) -> OpenPosting:
    """Return the row that a posting would have if it were published."""
    known: dict[str, Any] = {
        "posting_id": posting.id,
        "employer_name": access_employer(work, posting.employer_id).name,
        "published_at": posting.reviewed_at or posting.created_at,
    }
    others = [name for name in OpenPosting._fields if name not in known]
    return OpenPosting(**known, **{name: getattr(posting, name) for name in others})


def _known(judged: Judged) -> dict[str, float | None]:
    values = zip(NAMES, judged.features.tolist(), strict=True)
    return {name: None if np.isnan(value) else value for name, value in values}


def _worded(reason: Reason, translate: Translate) -> dict[str, Any]:
    return {**reason.to_json(), "text": reason_text(reason.code, reason.values, translate)}
