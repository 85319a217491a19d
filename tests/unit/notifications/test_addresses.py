"""Nothing is sent to what only this machine, or its network, can reach."""

from __future__ import annotations

import pytest

from services.notifications.domain.addresses import forbidden

REFUSED = (
    *(
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",  # noqa: S104 (nobody listens)
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.254",
    ),
    *(
        "192.168.0.1",
        "169.254.169.254",
        "169.254.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.1",
        "192.0.2.1",
    ),
    *(
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
    ),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1"),
    *(
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:7f00:1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "::a00:1",
    ),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1"),
    *("2001:0:a00:1::", "fec0::1", "5f00::1", "", "localhost", "2130706433", "0x7f000001", "0177.0.0.1"),
)
ALLOWED = ("93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e")


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert forbidden(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_what_is_public_is_not(address: str) -> None:
    assert not forbidden(address)


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(set(REFUSED)) == len(REFUSED) >= 40
