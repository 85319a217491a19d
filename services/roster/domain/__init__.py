"""The rules of the roster service: frozen dataclasses and pure functions."""
