"""The demo's snapshots, and the script that made them."""
