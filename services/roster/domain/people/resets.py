"""Resets: that somebody who has lost her password asks for a link to a new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.roster.domain.people.tokens import is_one_of
from services.roster.domain.people.tokens import with_token as add_token
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound

RESET_PREFIX = "rs"
UNKNOWN_RESET = "The link is not, or no longer, good; ask for another one."
GOOD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Reset:
    """That a new password was asked for an address, whether or not there is an account under it.

    Only SHA-256 of its tokens is kept; each opens it, and all of them once.
    """

    id: str
    email: str
    created_at: datetime
    expires_at: datetime
    tokens: tuple[str, ...] = field(default=(), repr=False)
    used: bool = False
    version: int = 1


def opened(reset: Reset | None, token: str, now: datetime) -> Reset:
    """The reset that the token opens; NotFound where it opens none, or none any more."""
    if reset is None or not is_one_of(token, reset.tokens) or reset.used or reset.expires_at <= now:
        raise NotFound(UNKNOWN_RESET, code=ErrorCode.RESET_NOT_FOUND)
    return reset


def use(reset: Reset, token: str, now: datetime) -> Reset:
    """The reset, used; raises NotFound as `opened` does."""
    return replace(opened(reset, token, now), used=True)


def with_token(reset: Reset, token: str, now: datetime) -> Reset:
    """The reset with one more token; raises NotFound where it is used, or too late."""
    if reset.used or reset.expires_at <= now:
        raise NotFound(UNKNOWN_RESET, code=ErrorCode.RESET_NOT_FOUND)
    return replace(reset, tokens=add_token(reset.tokens, token))
