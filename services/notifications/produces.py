"""The internal events that the notifications service causes, of which there are none."""
