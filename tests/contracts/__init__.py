"""One suite per store, run on the fake and on the real one."""
