"""Why an eligible posting was not recommended to a person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from marketplace.applications import engaged_of
from marketplace.recommendations import (
    CycleState,
    MatchingCycle,
    Recommendation,
    find_recommendation,
    list_cycles,
)
from marketplace.seekers import SeekerStatus, access_seeker
from matching.eligibility import Rule
from matching.pair import Pair
from matching.policy import Policy
from runtime.clock import china_date
from tenants.consents import Purpose, has_consent
from tenants.work import Work


def why_not(work: Work, pair: Pair, rule: Rule) -> str | None:
    """Return the code of the first cause; None when it was recommended, or a rule bars it."""
    seeker_id, posting_id = pair.seeker.id, pair.posting.id
    if rule is not Rule.OK or find_recommendation(work, seeker_id, posting_id):
        return None
    if access_seeker(work, seeker_id).status is not SeekerStatus.ACTIVE:
        return "not_active"
    if not has_consent(work, seeker_id, Purpose.RECOMMENDATION):
        return "no_consent"
    if posting_id in engaged_of(work, [seeker_id]).get(seeker_id, ()):
        return "already_applied"
    return _in_last_cycle(work, pair)


def _in_last_cycle(work: Work, pair: Pair) -> str:
    cycles = [c for c in list_cycles(work) if c.state is CycleState.FINISHED]
    if not cycles:
        return "no_cycle"
    cycle, posting = cycles[0], pair.posting
    published = posting.published_on
    if published is not None and published > china_date(cycle.started_at):
        return "new_since"
    if access_seeker(work, pair.seeker.id).created_at > cycle.started_at:
        return "new_since"
    policy = Policy.of(work)
    capacity = max(posting.openings or 1, 1) * policy.per_opening
    given = _given(work, cycle, Recommendation.posting_id == posting.id)
    own = _given(work, cycle, Recommendation.seeker_id == pair.seeker.id)
    return "full" if given >= capacity and own < policy.most else "better_ones"


def _given(work: Work, cycle: MatchingCycle, condition: ColumnElement[bool]) -> int:
    query = select(func.count(Recommendation.id)).where(
        Recommendation.tenant_id == work.tenant_id, Recommendation.cycle_id == cycle.id, condition
    )
    return work.session.scalar(query) or 0
