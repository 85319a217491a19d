"""The rules of the directory service."""
