"""Bytes of a file to lines of words with their boxes."""
