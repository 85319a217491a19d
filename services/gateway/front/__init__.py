"""What stands before the application: it reads requests, refuses what is too much, and hands on the rest."""
