"""The suite that the fake and the real store of metrics must both pass."""
