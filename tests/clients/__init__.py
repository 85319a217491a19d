"""The document of the interface, and a running Callboard, as other people's tools see them."""
