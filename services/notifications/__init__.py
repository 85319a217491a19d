"""What parties are told: public events, by webhooks, live streams and mail."""
