"""What an invitation takes, and how many of them there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.roster.domain.people.invitations import MOST_A_DAY, MOST_PENDING, MOST_TO_ONE, InvitationState
from services.roster.domain.people.tokens import MOST_TOKENS, hash_of, with_token
from services.shared.commands import Commit, Replayed
from services.shared.errors import Invalid, TooManyRequests
from tests.fakes.clock import START
from tests.unit.roster.inviting import EMAIL, Agency
from tests.unit.roster.people import invitation


@pytest.fixture
def agency() -> Agency:
    return Agency()


@pytest.mark.parametrize(
    "password",
    ["", "short", "a" * 16, "password1234", "qwertyuiop12", "ana@example.com", "Callboard2026", "x" * 201],
)
def test_a_password_that_is_guessed_soon_is_refused(agency: Agency, password: str) -> None:
    made = agency.invites()
    with pytest.raises(Invalid):
        agency.accepts(made.token, password)
    with pytest.raises(Invalid, match="name"):
        agency.accepts(made.token, name="  ")
    assert agency.offered(made.token).invitation.state is InvitationState.PENDING
    agency.accepts(made.token)


def test_nobody_is_flooded(agency: Agency) -> None:
    for _ in range(MOST_TO_ONE):
        agency.invites(" ANA@example.com ")
    with pytest.raises(TooManyRequests):
        agency.invites()
    for number in range(MOST_PENDING - MOST_TO_ONE):
        agency.store.invitations.insert(invitation(f"iv_{number}", email="x@example.com"), Commit())
    with pytest.raises(TooManyRequests, match="wait"):
        agency.invites("new@example.com")
    agency.clock.advance(days=8)
    agency.invites("new@example.com")
    now, revoked = agency.clock.now(), InvitationState.REVOKED
    for number in range(MOST_A_DAY):
        made = invitation(f"iv_n{number}", email="x@example.com", created_at=now, state=revoked)
        agency.store.invitations.insert(made, Commit())
    with pytest.raises(TooManyRequests, match="in a day"):
        agency.invites("newer@example.com")
    agency.clock.advance(days=1)
    agency.invites("newer@example.com")


def test_a_repetition_is_answered_as_it_was(agency: Agency) -> None:
    agency.invites(key="k")
    with pytest.raises(Replayed):
        agency.invites(key="k")
    assert agency.store.flood_of("ag_1", EMAIL, agency.clock.now()).made == 1


def test_a_token_that_went_by_mail_alone_proves_the_address(agency: Agency) -> None:
    made = agency.invites()
    mailed = f"{made.invitation.id}.mailed"
    both = replace(made.invitation, tokens=with_token(made.invitation.tokens, mailed), version=2)
    assert agency.store.invitations.replace(both, 1, Commit())
    assert agency.accepts(mailed).email_proven is True


def test_tokens_are_few_and_the_first_stays() -> None:
    hashes: tuple[str, ...] = ()
    for number in range(9):
        hashes = with_token(hashes, str(number))
    assert hashes == tuple(hash_of(each) for each in ("0", "5", "6", "7", "8"))
    assert len(hashes) == MOST_TOKENS


def test_hostile_names_are_kept_as_they_are_or_refused(agency: Agency) -> None:
    for number, name in enumerate(("<script>", "{{7*7}}", "$where", "'; drop", "Zoë 🙂")):
        made = agency.invites(f"x{number}@example.com")
        assert agency.accepts(made.token, name=name).name == name
    assert invitation().expires_at - START == timedelta(days=7)
