"""The states of an offer as one table: which act, by whom, leads from which state to which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.shared.codes import ErrorCode
from services.shared.errors import Conflict


class OfferState(StrEnum):
    """Where an offer stands."""

    IN_REVIEW = "in_review"
    NEGOTIATING = "negotiating"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    ACTIVE = "active"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Tab(StrEnum):
    """The four tabs under which offers are shown."""

    PENDING = "pending"
    ACTIVE = "active"
    COMPLETED = "completed"
    INACTIVE = "inactive"


class Awaiting(StrEnum):
    """Whose move it is: `creator_side` is the creator or her agency, `creator` she herself."""

    NONE = "none"
    CREATOR_SIDE = "creator_side"
    BRAND = "brand"
    CREATOR = "creator"


class Side(StrEnum):
    """The two sides of an offer."""

    CREATOR_SIDE = "creator_side"
    BRAND = "brand"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.BRAND if self is Side.CREATOR_SIDE else Side.CREATOR_SIDE


class Role(StrEnum):
    """As what somebody acts on an offer."""

    CREATOR = "creator"
    AGENCY = "agency"
    BRAND = "brand"
    TIMER = "timer"

    @property
    def side(self) -> Side:
        """The side acted on; the timer approves in the brand's stead."""
        return Side.CREATOR_SIDE if self in {Role.CREATOR, Role.AGENCY} else Side.BRAND


class Act(StrEnum):
    """What can be done to an offer. `hold` is an accept that is held back for the creator."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    HOLD = "hold"
    CONFIRM = "confirm"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REQUEST_CANCEL = "request_cancel"
    CANCEL = "cancel"
    COMPLETE = "complete"


@dataclass(frozen=True)
class Step:
    """Where an act leads, and as what one must act to take it."""

    to: OfferState
    roles: frozenset[Role]


HERSELF = frozenset({Role.CREATOR})
CREATOR_SIDE = HERSELF | {Role.AGENCY}
BRAND = frozenset({Role.BRAND})
EITHER = CREATOR_SIDE | BRAND
PRINCIPALS = frozenset({Role.CREATOR, Role.BRAND})
TIMER = frozenset({Role.TIMER})

_UNANSWERED = {
    Act.PROPOSE: Step(OfferState.NEGOTIATING, EITHER),
    Act.ACCEPT: Step(OfferState.ACTIVE, EITHER),
    Act.HOLD: Step(OfferState.AWAITING_CONFIRMATION, frozenset({Role.AGENCY, Role.BRAND})),
    Act.DECLINE: Step(OfferState.DECLINED, CREATOR_SIDE),
    Act.WITHDRAW: Step(OfferState.WITHDRAWN, BRAND),
    Act.EXPIRE: Step(OfferState.EXPIRED, TIMER),
}

TABLE: dict[OfferState, dict[Act, Step]] = {
    OfferState.IN_REVIEW: _UNANSWERED,
    OfferState.NEGOTIATING: _UNANSWERED,
    OfferState.AWAITING_CONFIRMATION: {
        Act.CONFIRM: Step(OfferState.ACTIVE, HERSELF),
        # The agency could not bind her here, so it does not answer in her stead either.
        Act.DECLINE: Step(OfferState.DECLINED, HERSELF),
        Act.WITHDRAW: Step(OfferState.WITHDRAWN, BRAND),
        Act.EXPIRE: Step(OfferState.EXPIRED, TIMER),
    },
    OfferState.ACTIVE: {
        Act.REQUEST_CANCEL: Step(OfferState.ACTIVE, PRINCIPALS),
        Act.CANCEL: Step(OfferState.CANCELLED, PRINCIPALS),
        Act.COMPLETE: Step(OfferState.COMPLETED, CREATOR_SIDE),
    },
}
"""Every step there is; a state without a row is final."""

TABS: dict[OfferState, Tab] = {
    OfferState.IN_REVIEW: Tab.PENDING,
    OfferState.NEGOTIATING: Tab.PENDING,
    OfferState.AWAITING_CONFIRMATION: Tab.PENDING,
    OfferState.ACTIVE: Tab.ACTIVE,
    OfferState.COMPLETED: Tab.COMPLETED,
    OfferState.DECLINED: Tab.INACTIVE,
    OfferState.WITHDRAWN: Tab.INACTIVE,
    OfferState.EXPIRED: Tab.INACTIVE,
    OfferState.CANCELLED: Tab.INACTIVE,
}
"""The tab of every state."""


def states_of(tab: Tab | None, state: OfferState | None = None) -> frozenset[OfferState]:
    """The states of a tab, of all tabs for None; of these only the one that is named, if any is."""
    return frozenset(each for each in OfferState if tab in {None, TABS[each]} and state in {None, each})


def step(state: OfferState, act: Act, role: Role) -> OfferState:
    """The state that `act` by `role` leads to; raises Conflict where there is no such step."""
    found = TABLE.get(state, {}).get(act)
    if found is None or role not in found.roles:
        raise Conflict(f"The offer is {_words(state)}: {_possible(state, role)}", code=_code(state))
    return found.to


def _code(state: OfferState) -> ErrorCode:
    if state is OfferState.EXPIRED:
        return ErrorCode.OFFER_EXPIRED
    return ErrorCode.OFFER_STATE_NOT_ALLOWED if state in TABLE else ErrorCode.OFFER_CLOSED


def _possible(state: OfferState, role: Role) -> str:
    steps = TABLE.get(state, {})
    hidden = {Act.HOLD, Act.COMPLETE, Act.REQUEST_CANCEL}
    acts = [act.value for act, found in steps.items() if role in found.roles and act not in hidden]
    return f"possible now: {', '.join(acts)}." if acts else "nothing of the kind is possible now."


def _words(state: OfferState) -> str:
    return state.value.replace("_", " ")
