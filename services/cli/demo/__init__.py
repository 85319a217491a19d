"""The demo: parties, permissions, figures and deals in every state, made through the REST API alone.

What there is to be is data: `parties`, `permissions`, `campaigns`, `deals`, and the tables in
`services/cli/data`. Each step looks first whether it was taken, so that a second run, whenever it comes,
changes nothing.
"""
