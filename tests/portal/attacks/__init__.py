"""What hostile sites, people and texts try with the portal: a file for each way in.

Each is tried against the portal and the gateway as they run, by browsers that sign in on the real pages;
what concerns the gateway's own pages alone stands in `tests/security/test_oauth.py` and
`tests/unit/gateway/sign_in`.
"""
