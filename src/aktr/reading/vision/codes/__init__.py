"""Codes looked at as codes: by their grammar, and by the strokes of their numerals."""
