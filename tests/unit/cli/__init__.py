"""The `callboard` command against a gateway made of canned answers."""
