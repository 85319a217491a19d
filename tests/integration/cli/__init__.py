"""The `callboard` command against real servers."""
