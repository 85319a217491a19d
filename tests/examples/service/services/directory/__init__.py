"""Which creators there are."""
