"""How mails are written, and how they leave."""
