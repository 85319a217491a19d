"""Tests without sockets: rules, handlers on fakes, configuration."""
