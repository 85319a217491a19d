"""The `callboard` command: imports, parties, tokens, audits, dead letters and the demo data."""
