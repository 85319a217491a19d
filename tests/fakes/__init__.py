"""Fakes that keep the same promises as the real stores and clocks; the contract suites prove it."""
