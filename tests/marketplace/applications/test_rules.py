"""The moves an application may make."""

import itertools

from marketplace.applications import Act, ApplicationState
from marketplace.applications.rules import KNOWN, MOVES, after_not_for_me, is_done, may

S = ApplicationState
STATES = [None, *S]


def test_no_act_is_both_possible_and_done() -> None:
    for act, state in itertools.product(Act, STATES):
        assert not (may(act, state) and is_done(act, state)), (act, state)


def test_a_done_act_stays_done() -> None:
    for act in Act:
        assert is_done(act, MOVES[act].to), act


def test_identity_is_reached_by_acceptance_only() -> None:
    for act, move in MOVES.items():
        if move.to in KNOWN:
            assert act in {Act.ACCEPT, Act.HIRE, Act.KEEP}
            assert move.sources <= {S.INVITED} | KNOWN
    assert MOVES[Act.ACCEPT].sources == {S.INVITED}


def test_an_employer_cannot_reopen_what_the_person_ended() -> None:
    for act in (Act.INVITE, Act.HIRE, Act.REJECT):
        assert not may(act, S.DECLINED)
        assert not may(act, S.WITHDRAWN)


def test_every_state_can_be_reached() -> None:
    reached: set[ApplicationState | None] = {None}
    for _ in S:
        reached |= {move.to for move in MOVES.values() if move.sources & reached}
    assert reached == set(STATES)


def test_not_for_me_ends_what_is_open_and_no_more() -> None:
    assert [after_not_for_me(state) for state in STATES] == [
        None, S.WITHDRAWN, S.WITHDRAWN, S.DECLINED, *[None] * 7,
    ]  # fmt: skip
