"""Repeatable chance."""

from random import Random


def chance(name: str) -> Random:
    """A source of chance that gives the same draws for the same name, on every machine."""
    return Random(name)  # noqa: S311 - samples are to be repeatable, and nothing is kept secret
