"""What two services or more share. Nothing in here knows a word of the domain of one service."""
