"""The events that the notifications service causes, of which there are none: what it tells is its own to keep."""
