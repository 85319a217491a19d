"""roster: parties and credentials, delegations, rate cards, the agency's roster, the activity log."""
