"""The embedded default: MongoDB, NATS and the services of one Callboard on this machine.

`python -m deploy.local up` starts it under supervisord, `deploy.local.stack.DataPlane` gives tests
the two servers alone.
"""
