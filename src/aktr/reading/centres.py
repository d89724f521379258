"""How the testing centres of the FAA's contractors are numbered."""

from typing import Final

CENTRE_PREFIXES: Final = ("ABS", "LAS")
"""PSI's, and LaserGrade's before 2020 (observed on reports; no document lists them)."""
