"""Tests through the gateway's HTTP port of a whole Callboard: every process, MongoDB and NATS are real."""
