"""The Parquet file: its columns, the parts that it grows by, and how they become one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from aktr.acs.model import SubElement
from aktr.corpus.rows import FACTS, Row
from aktr.errors import AktrError, FileErrorType
from aktr.processing.files import why_unwritable
from aktr.processing.result import FileStatus
from aktr.summary.facts import CodeFacts, ReportFacts

_ROWS_IN_GROUP: Final = 2_000
_CODE_COLUMNS: Final = (
    ("code", "string"),
    ("family", "string"),
    ("known", "bool"),
    ("description", "string"),
    ("kind", "string"),
    ("area", "string"),
    ("area_title", "string"),
    ("task", "string"),
    ("task_title", "string"),
    ("document", "string"),
)
_IDENTITY: Final = ["source", "size", "modified_ns"]
_CAN_PASS: Final = frozenset(cause.value for cause in FileErrorType if cause.can_pass)


def arrow() -> ModuleType:
    """The library that knows Parquet, which comes with an extra.

    Raises:
        AktrError: It is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise AktrError(
            'Parquet files need the extra "corpus". Install it with: pip install "aktr[corpus]"'
        ) from error
    module: ModuleType = pa
    return module


@cache
def schema() -> Any:  # noqa: ANN401 - the library carries no types
    """The columns. New ones may be added; those that are there keep their names and meanings."""
    pa = arrow()
    texts = pa.list_(pa.string())
    sub_element = pa.struct([(field.name, pa.string()) for field in fields(SubElement)])
    code = pa.struct(
        [(name, pa.string() if kind == "string" else pa.bool_()) for name, kind in _CODE_COLUMNS]
        + [("references", texts), ("sub_elements", pa.list_(sub_element))]
    )
    return pa.schema(
        [
            ("source", pa.string()),
            ("size", pa.int64()),
            ("modified_ns", pa.int64()),
            ("part", pa.int32()),
            ("status", pa.string()),
            ("error_type", pa.string()),
            ("error_message", pa.string()),
            ("first_page", pa.int32()),
            ("name", pa.string()),
            ("ftn", pa.string()),
            ("exam_id", pa.string()),
            ("exam", pa.string()),
            ("exam_code", pa.string()),
            ("exam_date", pa.date32()),
            ("exam_site", pa.string()),
            ("score", pa.int32()),
            ("grade", pa.string()),
            ("take", pa.int32()),
            ("expiration_date", pa.date32()),
            ("confidence", pa.float64()),
            ("needs_review", pa.bool_()),
            ("read_by", pa.string()),
            ("codes", pa.list_(code)),
            ("unresolved_codes", texts),
            ("review_reasons", texts),
            ("checks", texts),
        ]
    )


def as_table(rows: Sequence[Row]) -> Any:  # noqa: ANN401
    """Rows under the columns of the result."""
    return arrow().Table.from_pylist(list(rows), schema=schema())


def digest(*parts: object) -> int:
    """Eight bytes that stand for a path or a state of a file, so that millions fit in memory."""
    joined = "\0".join(map(str, parts)).encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(joined, digest_size=8).digest(), "big")


class ResultFile:
    """A Parquet file that grows by parts beside it, each whole or not there.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts = path.with_name(f"{path.name}.parts")
        self._number = max((int(part.stem) for part in self.parts()), default=0)

    def parts(self) -> list[Path]:
        """The parts that an earlier call has left, oldest first."""
        return sorted(self._parts.glob("*.parquet")) if self._parts.is_dir() else []

    def done(self) -> dict[int, bool]:
        """The digests of files that need not be read again: of path, size and time of change.

        A file that failed for a cause that can pass is not among them.

        Returns:
            By the digest, whether the file gave a report.
        """
        done: dict[int, bool] = {}
        for batch in self._batches([*_IDENTITY, "error_type"]):
            columns = [batch.column(name).to_pylist() for name in (*_IDENTITY, "error_type")]
            for source, size, modified, error in zip(*columns, strict=True):
                if error not in _CAN_PASS:
                    done[digest(source, size, modified)] = error is None
        return done

    def sources(self) -> Iterator[str]:
        """The files that earlier calls have stored rows of, some of them more than once."""
        for batch in self._batches(["source"]):
            yield from batch.column("source").to_pylist()

    def add_part(self, rows: Sequence[Row]) -> None:
        """Store rows on disk, whole or not at all.

        Raises:
            AktrError: They cannot be written.
        """
        self.add_table(as_table(rows))

    def add_table(self, table: Any) -> None:  # noqa: ANN401 - the library carries no types
        """Store rows that are a table already.

        Raises:
            AktrError: They cannot be written.
        """
        pa = arrow()
        self._number += 1
        part = self._parts / f"{self._number:08}.parquet"
        try:
            self._parts.mkdir(parents=True, exist_ok=True)
            with _whole(part, part.with_suffix(".unfinished")) as unfinished:
                pa.parquet.write_table(table, unfinished, compression="zstd")
        except OSError as error:
            with suppress(OSError):
                self._parts.rmdir()  # it stays if there is anything in it
            raise _unwritable(self._path, error) from error

    def join(self) -> None:
        """Make one file of the file that was there and its parts; of each source the newest rows.

        Raises:
            AktrError: It cannot be written.
        """
        pa = arrow()
        beside = self._path.with_name(f".{self._path.name}.unfinished")
        seen: set[int] = set()
        try:
            with (
                _whole(self._path, beside) as unfinished,
                pa.parquet.ParquetWriter(unfinished, schema(), compression="zstd") as writer,
            ):
                for file in reversed(self._files()):
                    own: set[int] = set()
                    for batch in _read(file, None):
                        digests = [digest(source) for source in batch.column("source").to_pylist()]
                        own.update(digests)
                        is_newest = pa.array([each not in seen for each in digests])
                        writer.write_batch(_of_today(batch.filter(is_newest)))
                    seen |= own
        except OSError as error:
            raise _unwritable(self._path, error) from error
        for part in self.parts():
            part.unlink()
        if self._parts.is_dir():
            for left in self._parts.iterdir():
                left.unlink()
            self._parts.rmdir()

    def _files(self) -> list[Path]:
        return [*([self._path] if self._path.exists() else []), *self.parts()]

    def _batches(self, columns: list[str]) -> Iterator[Any]:
        for file in self._files():
            yield from _read(file, columns)


def reports_in(path: Path) -> Iterator[ReportFacts]:
    """The reports of a result file, as far as a summary needs them.

    Raises:
        AktrError: The file is not there, or is none of ours.
    """
    codes: dict[tuple[object, ...], CodeFacts] = {}
    columns = ["source", "part", "status", *FACTS]
    position, last = 0, None
    for batch in _read(path, columns):
        for row in batch.to_pylist():
            position += row["source"] != last
            last = row["source"]
            if row["status"] == FileStatus.SUCCESS.value:
                yield _facts(row, position, codes)


def _facts(row: Mapping[str, Any], position: int, codes: dict[Any, CodeFacts]) -> ReportFacts:
    values = {name: row[name] for name in FACTS if name != "codes"}
    return ReportFacts(
        report_id=f"{row['source']}#{row['part']}",
        position=position,
        file_name=row["source"],
        codes=tuple(_code(code, codes) for code in row["codes"]),
        **values,
    )


def _code(code: Mapping[str, Any], known: dict[Any, CodeFacts]) -> CodeFacts:
    """The facts of a code; the same object for the same code, of which archives hold millions."""
    values = {
        **code,
        "references": tuple(code["references"]),
        # Archives of earlier versions have none.
        "sub_elements": tuple(SubElement(**one) for one in code.get("sub_elements") or ()),
    }
    return known.setdefault(tuple(values.values()), CodeFacts(**values))


def _read(path: Path, columns: list[str] | None) -> Iterator[Any]:
    pa = arrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=_ROWS_IN_GROUP, columns=columns)
    except FileNotFoundError as error:
        raise AktrError(f"There is no file {path}. Check the spelling.") from error
    except (OSError, pa.ArrowException) as error:
        raise AktrError(
            f"{path} cannot be read as a result file of aktr. Name another file, or move it away "
            "to have everything read again."
        ) from error


def _of_today(batch: Any) -> Any:  # noqa: ANN401
    """Rows of an earlier version under the columns of today."""
    if batch.schema.equals(schema()):
        return batch
    return arrow().RecordBatch.from_pylist(batch.to_pylist(), schema=schema())


@contextmanager
def _whole(path: Path, unfinished: Path) -> Iterator[Path]:
    """A file that gets its name when it is written, and is removed if that fails.

    Yields:
        What to write to.
    """
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> AktrError:
    return AktrError(
        f"The results cannot be written to {path} {why_unwritable(error)} What earlier parts of "
        "the work gave is kept beside it, and the same command goes on from there."
    )
