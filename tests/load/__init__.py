"""Measurements of speed and memory, as ratios of one run. They print; no test asserts them."""
