"""Writes what lists processes, from the table in `deploy.topology`: `python -m deploy.render`.

A file below templates/ is rendered to the same path of the repository. Beside these there are the consumers
that the services declare, the users of NATS, Grafana's dashboards, and the lists in pyproject.toml.
"""
