"""Tokens that stand in links: the id of what they belong to, and 256 random bits, of which a hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

MOST_TOKENS = 5
"""Tokens of one thing: a mail that is written again holds another one."""


def new_token(owner_id: str) -> str:
    """`iv_….…`: a token that only who is given it knows."""
    return f"{owner_id}.{secrets.token_urlsafe(32)}"


def owner_of(token: str) -> str:
    """The id of what the token belongs to, as it says itself."""
    return token.partition(".")[0]


def hash_of(token: str) -> str:
    """What is kept of a token: nobody can guess 256 random bits, so that a guess may be cheap."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_one_of(token: str, hashes: Iterable[str]) -> bool:
    """Whether it is a token with one of these hashes."""
    wanted = hash_of(token)
    return any(hmac.compare_digest(wanted, each) for each in hashes)


def with_token(hashes: tuple[str, ...], token: str) -> tuple[str, ...]:
    """The hashes with that of one more token. The first stays; of the others the oldest give way."""
    first, others = hashes[:1], hashes[1:]
    return (*first, *others[-(MOST_TOKENS - 2) :], hash_of(token))
