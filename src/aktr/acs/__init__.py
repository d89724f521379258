"""What the codes of a test report mean: the FAA's standards, by edition.

:mod:`aktr.acs.code` is the grammar, :mod:`aktr.acs.catalogue` the meaning. Importing the package
reads no data; :func:`aktr.acs.catalogue.load_catalogue` does.
"""
