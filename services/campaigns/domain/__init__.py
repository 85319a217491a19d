"""Rules of campaigns, offers and deals: frozen data and pure functions. No clock, no ids, no store."""
