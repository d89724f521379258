"""The value of each label: which cell is its own, and what that says."""
