"""Invented test reports for demonstrations and tests; no person, test or site in them is real."""
