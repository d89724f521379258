"""Scans, photos and screenshots of the sample reports, of graded difficulty."""
