"""The production overlay on the cluster, with stand-ins for all that is outside of it."""
