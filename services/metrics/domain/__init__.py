"""The rules of the metrics service: plain records and pure functions."""
