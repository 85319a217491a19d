"""The use cases of the metrics service: one function each, with its dependencies as arguments."""
