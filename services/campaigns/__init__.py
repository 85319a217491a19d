"""The campaigns service: brand campaigns, offers, their negotiation, deliverables and feedback."""
