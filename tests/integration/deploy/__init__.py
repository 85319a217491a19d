"""The embedded default with its real servers."""
