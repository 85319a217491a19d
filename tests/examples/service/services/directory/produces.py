"""The events that the directory service causes, of which there are none."""
