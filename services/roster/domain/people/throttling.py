"""How often somebody may try to sign in, and to prove other things.

Attempts are counted before they are looked at, so that many at once are no more than one after the other,
and given back where they prove right. A count halves in a certain time. What is over the limit is not
counted, so that nobody is kept out for longer by those who are kept out.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """So many attempts at once, and from then on as many as the halving of their count gives room for."""

    name: str
    most: float
    half_life: timedelta

    def key(self, *parts: str) -> str:
        """Names what is counted, without giving it away."""
        return f"{self.name}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


OF_ACCOUNT = Limit("account", 10, timedelta(minutes=15))
"""Attempts on an account from addresses from which nobody has signed in to it."""
OF_ACCOUNT_AND_ADDRESS = Limit("known", 10, timedelta(minutes=15))
"""Attempts on an account from an address from which its person has signed in before."""
OF_ADDRESS = Limit("address", 40, timedelta(minutes=10))
"""Attempts from one address on any account."""
OF_CODES = Limit("code", 5, timedelta(minutes=15))
"""Attempts at the second factor of one account."""
OF_PROOFS = Limit("proof", 5, timedelta(minutes=15))
"""Attempts at the password of an account by whoever is signed in to it."""
OF_RESETS = Limit("reset", 3, timedelta(hours=1))
"""Links to a new password that are sent to one address."""
OF_RESETS_BY = Limit("reset_by", 20, timedelta(hours=1))
"""Links to a new password that are asked for from one network address."""


@dataclass(frozen=True)
class Taken:
    """What came of an attempt to be counted: the count now, and whether this one is in it."""

    count: float
    admitted: bool


def decayed(count: float, elapsed: timedelta, half_life: timedelta) -> float:
    """What is left of a count after a time."""
    return float(count * 0.5 ** (max(0.0, elapsed.total_seconds()) / half_life.total_seconds()))


def wait_of(limit: Limit, count: float) -> int:
    """Whole seconds until a further attempt has room beside `count` of them; at least one."""
    room = limit.most - 1
    seconds = limit.half_life.total_seconds() * math.log2(max(count, room) / room)
    return max(1, math.ceil(seconds))


def network(address: str) -> str:
    """The network that an address stands for: itself, or for IPv6 the 64 bits that one customer is given."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
