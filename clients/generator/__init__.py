"""Writes what of the Python client follows from the contracts: `python -m clients.generator`."""
