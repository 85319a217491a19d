"""To which addresses anything may be sent: those of the public Internet, whatever name led to them.

A party chooses where its events are sent, and so could have this process speak to what only it can reach:
itself, its neighbours, the metadata of a cloud. What counts is the address that is connected to.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""In which an IPv4 address stands in the last 32 bits (RFC 6052, RFC 8215)."""

_COMPATIBLE = IPv6Network("::/96")
"""IPv4-compatible addresses, which are out of use (RFC 4291 §2.5.5.1) and yet understood."""


def forbidden(text: str) -> str:
    """Why nothing may be sent to an address; empty where it may. `text` is as the resolver writes it."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return "is no address"
    for each in (address, *_inside(address)):
        # `is_global` follows the IANA registries of special-purpose addresses; these are not in them.
        site_local = isinstance(each, IPv6Address) and each.is_site_local
        if not each.is_global or each.is_multicast or each.is_reserved or site_local:
            return "is not an address of the public Internet"
    return ""


def _inside(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    found += address.teredo or ()
    if any(address in network for network in (*_NAT64, _COMPATIBLE)):
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
