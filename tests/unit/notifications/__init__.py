"""The notifications service, without sockets."""
