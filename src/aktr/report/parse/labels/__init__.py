"""Which words of a line are labels, and where what they name begins."""
