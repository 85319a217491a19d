"""The suite that the fake and the real store of notifications must both pass."""
