"""The rules of the notifications service."""
