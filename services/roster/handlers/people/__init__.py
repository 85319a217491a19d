"""People: their memberships, invitations, accounts, and how they prove who they are."""
