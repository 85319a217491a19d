"""Images that tests build for themselves."""
