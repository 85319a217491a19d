"""Unit tests of the metrics service: no sockets, no disks, time by hand."""
