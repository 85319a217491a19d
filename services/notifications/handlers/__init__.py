"""The use cases of the notifications service."""
