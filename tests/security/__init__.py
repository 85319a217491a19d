"""What a hostile party, client or neighbour tries on a real Callboard; named after what is defended."""
