"""Files that a command writes: there when they are complete, and not there when they are not."""

import os
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from aktr.errors import AktrError
from aktr.export.printable import printable
from aktr.processing.files import why_unwritable

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputFile(FileIO):
    """A file in the making, which gets its name once it is complete.

    What is written after a write has failed goes nowhere: libraries write the end of their formats
    also when an exception is on its way, and again when they are cleaned away.

    Args:
        out: The file. What is no file, such as ``/dev/stdout``, is written to at once.

    Raises:
        AktrError: It cannot be written.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._is_in_place = False
        self._path = out.with_name(f".{out.name}.{os.getpid()}.part")
        self._is_given_up = False
        self._pretended_place = 0
        try:
            # It would only be found out when the file is complete.
            if out.is_dir():
                raise IsADirectoryError(None, "It is a folder")
            if out.exists() and not out.is_file():
                self._is_in_place = True
                self._path = out
            super().__init__(self._path, "w")
        except OSError as error:
            raise unwritable(out, error) from error

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write all of the data.

        Raises:
            AktrError: It cannot be written, because the disk is full or for another reason.
        """
        left = memoryview(data).cast("B")
        size = len(left)
        while left and not self._is_given_up:
            try:
                left = left[super().write(left) :]
            except OSError as error:
                self._pretend()
                if isinstance(error, BrokenPipeError):
                    raise
                raise unwritable(self._out, error) from error
        self._pretended_place += size
        return size

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to another place in the file."""
        if self._is_given_up:
            self._pretended_place = offset
            return offset
        return super().seek(offset, whence)

    def tell(self) -> int:
        """The place in the file."""
        return self._pretended_place if self._is_given_up else super().tell()

    def flush(self) -> None:
        """Nothing waits here to be written."""

    def complete(self) -> None:
        """Put the file in its place.

        Raises:
            AktrError: It cannot be written.
        """
        try:
            self.close()
            if not self._is_in_place:
                self._path.replace(self._out)
        except OSError as error:
            raise unwritable(self._out, error) from error

    def give_up(self) -> None:
        """Take no more, and leave nothing behind."""
        if not self._is_given_up:
            self._pretend()
        with suppress(OSError):
            self.close()
        if not self._is_in_place:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _pretend(self) -> None:
        """Let whoever still writes go on as if it were written."""
        with suppress(OSError, ValueError):
            self._pretended_place = super().tell()
        self._is_given_up = True


def unwritable(out: Path, error: OSError) -> AktrError:
    """What to say about a file that cannot be written."""
    return AktrError(f"{printable(str(out))} cannot be written {why_unwritable(error)}")
