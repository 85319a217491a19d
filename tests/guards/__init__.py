"""What keeps the house in order: contracts, events, sizes, words."""
