"""The ways an application may go. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.applications.models import ApplicationState, FeedbackKind

S = ApplicationState


class Act(StrEnum):
    """What one side does to an application."""

    SHOW_INTEREST = "show_interest"
    APPLY = "apply"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    REJECT = "reject"
    HIRE = "hire"
    KEEP = "keep"
    LEAVE = "leave"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """Where an act leads: from which states (None: no application yet), and when it is done.

    In a state of `done` the act was done before, or something stronger was: nothing changes.
    """

    to: ApplicationState
    kind: FeedbackKind
    sources: frozenset[ApplicationState | None]
    done: frozenset[ApplicationState]


KNOWN = frozenset({S.ACCEPTED, S.HIRED, S.KEPT})  # the employer knows who the person is
LIVE = frozenset({S.INTERESTED, S.APPLIED, S.INVITED, S.ACCEPTED})
MOVES: dict[Act, Move] = {
    Act.SHOW_INTEREST: Move(
        S.INTERESTED,
        FeedbackKind.INTERESTED,
        frozenset({None, S.WITHDRAWN, S.DECLINED}),
        frozenset({S.INTERESTED, S.APPLIED, S.INVITED}) | KNOWN,
    ),
    Act.APPLY: Move(
        S.APPLIED,
        FeedbackKind.APPLIED,
        frozenset({None, S.INTERESTED, S.WITHDRAWN, S.DECLINED}),
        frozenset({S.APPLIED, S.INVITED}) | KNOWN,
    ),
    Act.INVITE: Move(
        S.INVITED,
        FeedbackKind.INVITED,
        frozenset({None, S.INTERESTED, S.APPLIED}),
        frozenset({S.INVITED}) | KNOWN,
    ),
    Act.ACCEPT: Move(S.ACCEPTED, FeedbackKind.ACCEPTED_CONTACT, frozenset({S.INVITED}), KNOWN),
    Act.DECLINE: Move(
        S.DECLINED,
        FeedbackKind.DECLINED_CONTACT,
        frozenset({S.INVITED}),
        frozenset({S.DECLINED}),
    ),
    Act.REJECT: Move(S.REJECTED, FeedbackKind.REJECTED, LIVE, frozenset({S.REJECTED})),
    Act.HIRE: Move(
        S.HIRED, FeedbackKind.HIRED, frozenset({S.ACCEPTED}), frozenset({S.HIRED, S.KEPT})
    ),
    Act.KEEP: Move(S.KEPT, FeedbackKind.KEPT, frozenset({S.HIRED}), frozenset({S.KEPT})),
    Act.LEAVE: Move(S.LEFT, FeedbackKind.LEFT, frozenset({S.HIRED}), frozenset({S.LEFT})),
    Act.WITHDRAW: Move(S.WITHDRAWN, FeedbackKind.WITHDRAWN, LIVE, frozenset({S.WITHDRAWN})),
}


def may(act: Act, state: ApplicationState | None) -> bool:
    """Tell whether the act would change an application in `state`: pages show such buttons."""
    return state in MOVES[act].sources


def is_done(act: Act, state: ApplicationState | None) -> bool:
    """Tell whether the act, or something stronger, was done before."""
    return state in MOVES[act].done


def after_not_for_me(state: ApplicationState | None) -> ApplicationState | None:
    """Return the state that "not for me" leads to; None where it changes no application."""
    if state is S.INVITED:
        return S.DECLINED
    return S.WITHDRAWN if state in {S.INTERESTED, S.APPLIED} else None
