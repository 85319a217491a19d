"""The embedded default without its servers."""
