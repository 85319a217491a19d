"""The use cases of the roster service: one function each, with its dependencies as arguments."""
