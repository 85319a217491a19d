"""The services of Callboard, one package each, and what two of them or more share."""
