"""The embedded default: `python -m deploy.local up` starts Callboard on this machine under supervisord."""
