"""Lines of words to a checked report."""
