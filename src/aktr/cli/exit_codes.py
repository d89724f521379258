"""The exit codes of every command; docs/cli.md shows the same table."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told. The numbers are stable: scripts may rely on them."""

    OK = 0
    """Everything was done; for ``extract``: every file gave at least one report."""
    ERROR = 1
    """The command could not do its work; the reason is on stderr."""
    USAGE = 2
    """The command line or a setting is wrong; nothing was done."""
    SOME_FAILED = 3
    """Some files gave reports and some did not."""
    ALL_FAILED = 4
    """There were files, and none of them gave a report."""
    NOTHING_TO_READ = 5
    """The paths do not exist or hold no files that could be reports."""
    HUNG_UP = 129
    """The terminal was closed; as with Ctrl-C."""
    INTERRUPTED = 130
    """Ctrl-C; results of files that were not written yet are lost."""
    OUTPUT_CLOSED = 141
    """The program that reads the output stopped reading, such as ``head``."""
    TERMINATED = 143
    """SIGTERM, from a service manager or ``timeout``; as with Ctrl-C."""
