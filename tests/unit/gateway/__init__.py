"""Unit tests of the gateway: no sockets, services that are told what to answer."""
