"""Roster's real store, the broker, and keys."""

from tests.integration.shared.fixtures import broker, clock, keys, store

__all__ = ["broker", "clock", "keys", "store"]
