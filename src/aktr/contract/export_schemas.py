"""What a client may choose about files to hand over."""

from enum import StrEnum


class Format(StrEnum):
    """What kind of file is wanted."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    PDF = "pdf"


class Names(StrEnum):
    """Whether people can be told."""

    WITH = "with"
    WITHOUT = "without"


class Table(StrEnum):
    """What a row of CSV is."""

    REPORTS = "reports"
    CODES = "codes"
