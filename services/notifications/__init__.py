"""What parties are told: public events, by webhooks and live streams."""
