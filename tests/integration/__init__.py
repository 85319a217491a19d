"""Tests with real MongoDB and NATS."""
