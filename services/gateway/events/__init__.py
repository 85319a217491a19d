"""Events as they happen, and what types of them there are."""
