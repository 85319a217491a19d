"""The metrics service: imported snapshots, and the figures computed from them."""
