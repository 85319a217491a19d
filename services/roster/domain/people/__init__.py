"""People: what they are in which party, how they are invited, and how they prove who they are."""
