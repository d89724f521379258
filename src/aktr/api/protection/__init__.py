"""What stands before every address: who is let in, how often, how fast, and with which headers."""
