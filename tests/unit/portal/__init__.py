"""The portal without a socket."""
