"""Callboard as it ships: the images, started as compose.yaml says, with real MongoDB and NATS beside them."""
