"""The way of one file, and of many."""
