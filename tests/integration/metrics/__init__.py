"""The metrics service with real MongoDB and real rows."""
