"""The package of the Python client."""
