"""What keeps the code base in order: contracts, events, sizes, words."""
