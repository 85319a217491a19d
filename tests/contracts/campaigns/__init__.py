"""The suite that the fake and the real store of campaigns must both pass."""
