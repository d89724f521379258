"""Builds the catalogue that the package carries from the collected sources.

The sources are FAA documents and data sets taken from them; docs/catalogue.md names each with its
origin. The same sources always give the same files, byte for byte.
"""
