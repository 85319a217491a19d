"""The portal in a browser, on a really started Callboard."""
