"""From a multipart body to files and options."""

import json
import re
import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Final, TypeVar
from urllib.parse import unquote_to_bytes

from pydantic import ValidationError
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from aktr.contract.batch_schemas import BatchOptions, FileOptions
from aktr.db.records import BatchOptions as StoredOptions
from aktr.db.records import NewUpload
from aktr.errors import FileError, MalformedRequestError
from aktr.processing.coordinator import recognise
from aktr.settings import Limits
from aktr.wrong_values import what_is_wrong

FILE_FIELDS: Final = ("files[]", "files")
SINGLE_FILE_FIELDS: Final = ("file", *FILE_FIELDS)
OPTIONS_FIELD: Final = "options"

LONGEST_FILE_NAME: Final = 255
"""Characters; what file systems allow."""
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that could hide, turn around or break what is shown."""
_EXTENDED_NAME: Final = re.compile(rb";\s*filename\*\s*=\s*([^;\s]*)", re.IGNORECASE)
_AS_BROWSERS_SEND_THEM: Final = (("%22", '"'), ("%0D", " "), ("%0A", " "))
"""Characters of names, as the HTML standard has them sent (multipart/form-data encoding)."""
_PLAIN_PARTS: Final = frozenset({b"", b"binary", b"8bit", b"7bit"})
_LONGEST_ENDING: Final = 12
_LARGEST_FIELD: Final = 64 * 1024
_MOST_FIELDS: Final = 20
_UNKNOWN_MEDIA_TYPE: Final = "application/octet-stream"
_KNOWN_OPTIONS: Final[Mapping[type[FileOptions], str]] = {
    BatchOptions: "The options must be a JSON object with any of processing_mode (auto, sequential "
    "or parallel), generate_summary, include_individual_reports and force_ocr (true or false).",
    FileOptions: "The options of files for a batch that is there must be a JSON object with "
    "force_ocr (true or false) or nothing; the others are those of the batch.",
}
OptionsT = TypeVar("OptionsT", bound=FileOptions)


class _WholeMultiPartParser(MultiPartParser):
    """Refuses a form that ends in the middle.

    The parser of the framework drops a part that is cut off, and would lose its file in silence.

    Args:
        request: The request that carries the form.
        max_files: Most parts that may be files.
    """

    def __init__(self, request: Request, max_files: int) -> None:
        super().__init__(
            request.headers,
            self._whole(request.stream()),
            max_files=max_files,
            max_fields=_MOST_FIELDS,
            max_part_size=_LARGEST_FIELD,
        )
        self._end_seen = False

    def on_headers_finished(self) -> None:
        """Begin a part; a file name in the form of RFC 8187 counts as one in the usual form."""
        coding = dict(self._current_part.item_headers).get(b"content-transfer-encoding", b"")
        if coding.strip().lower() not in _PLAIN_PARTS:
            raise MultiPartException(
                "A part of it has a Content-Transfer-Encoding, which RFC 7578 has done away with; "
                "bytes are sent as they are."
            )
        disposition = self._current_part.content_disposition
        _, parameters = parse_options_header(disposition)
        if disposition is not None and b"filename" not in parameters:
            self._current_part.content_disposition = _EXTENDED_NAME.sub(_usual_form, disposition)
        super().on_headers_finished()

    def on_end(self) -> None:
        """Note that the last boundary was seen."""
        self._end_seen = True

    async def _whole(self, stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        # Raised from inside the stream, where the parser closes the files it has begun.
        async with aclosing(stream):
            async for chunk in stream:
                yield chunk
        if not self._end_seen:
            raise MultiPartException("It ends in the middle, so files may be missing.")


@asynccontextmanager
async def multipart_form(request: Request, max_files: int) -> AsyncIterator[FormData]:
    """The parsed form of a request; its temporary files go when the context ends.

    Args:
        request: The request; its body must not have been read.
        max_files: Most files that it may carry.

    Raises:
        MalformedRequestError: The body is no multipart form, is cut off, or has too many parts.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        raise MalformedRequestError(
            "Files are sent as multipart/form-data, one part for each file; the Content-Type of "
            "this request says something else."
        )
    try:
        form = await _WholeMultiPartParser(request, max_files).parse()
    except MultiPartException as error:
        if error.message.startswith("Too many files"):
            raise MalformedRequestError(_too_many(max_files)) from error
        # The parser's other messages are fixed sentences and repeat nothing of the body.
        raise MalformedRequestError(
            f"The form cannot be read. {error.message} Send {_at_most(max_files)}, and any options "
            "in one short field."
        ) from error
    try:
        yield form
    finally:
        await form.close()


def _usual_form(extended_name: re.Match[bytes]) -> bytes:
    """A parameter such as ``filename*=UTF-8''na%C3%AFve.pdf`` without its charset and its escapes.

    Some clients send names that are not ASCII in this form only, though RFC 7578 forbids it.
    """
    _, _, escaped = extended_name[1].rpartition(b"'")
    name = unquote_to_bytes(escaped).replace(b"\\", b"/").replace(b'"', b"%22")
    return b'; filename="%b"' % name


def _too_many(max_files: int) -> str:
    if max_files == 1:
        return (
            "One file is taken here; this request holds several, so none of them was read. Send "
            "the one that is meant."
        )
    return (
        f"These are more than {max_files} files, so none of them was read. Send at most "
        f"{max_files} at a time, and the others after them."
    )


def _at_most(max_files: int) -> str:
    return "one file" if max_files == 1 else f"1 to {max_files} files, one part for each"


async def received_files(
    form: FormData, limits: Limits, fields: Sequence[str] = FILE_FIELDS, first: int = 1
) -> list[NewUpload]:
    """The files of a form, in the order of its parts.

    Of a file that is too large, no more is read than it takes to see that it is.

    Args:
        form: The parsed form.
        limits: The limits that apply.
        fields: Names of the parts that hold files.
        first: Position of the first one.

    Raises:
        MalformedRequestError: There is no file, or something else stands where a file should.
    """
    files: list[NewUpload] = []
    for field, part in form.multi_items():
        if not isinstance(part, UploadFile):
            if field in fields:
                raise MalformedRequestError(
                    "A file was sent as plain text. Each file must be a part with a file name."
                )
            continue
        if field not in fields:
            raise MalformedRequestError(
                f"A file was sent under a name that is not read. Send it under {fields[0]}."
            )
        if not part.filename and not part.size:
            continue  # what browsers send for a field in which no file was chosen
        position = first + len(files)
        content = await part.read(limits.max_file_bytes + 1)
        name = display_name(part.filename, position)
        files.append(_judged(position, name, content, part.size, limits))
    if not files:
        raise MalformedRequestError(
            f"There is no file in this request. Send each file as a part named {fields[0]}."
        )
    return files


def _judged(
    position: int, name: str, content: bytes, size: int | None, limits: Limits
) -> NewUpload:
    """The file with its type as told by its content, or with the reason why it is not read."""
    try:
        media_type, refused = recognise(content, limits).media_type, None
    except FileError as error:
        media_type, refused = _UNKNOWN_MEDIA_TYPE, (error.error_type, error.message)
    return NewUpload(position, name, content, media_type, refused, size)


def requested_options(form: FormData) -> StoredOptions:
    """The options of a form, or the usual ones where it has none.

    Raises:
        MalformedRequestError: They are no JSON object of known options, or come twice.
    """
    options = _said(form, BatchOptions) or BatchOptions()
    return StoredOptions(**options.model_dump())


def requested_file_options(form: FormData) -> FileOptions:
    """The options of a form with files for a batch that is there, or the usual ones.

    Raises:
        MalformedRequestError: They are no JSON object of options of files, or come twice.
    """
    return _said(form, FileOptions) or FileOptions()


def _said(form: FormData, options: type[OptionsT]) -> OptionsT | None:
    given = form.getlist(OPTIONS_FIELD)
    if not given:
        return None
    if len(given) > 1 or not isinstance(given[0], str):
        raise MalformedRequestError("The options must be one text field that holds JSON.")
    try:
        return options.model_validate_json(given[0])
    except ValidationError as error:
        raise MalformedRequestError(
            f"{_KNOWN_OPTIONS[options]} {_wrong_option(error, given[0])}"
        ) from error


def _wrong_option(error: ValidationError, given: str) -> str:
    """Which one is wrong and how; words that are not known are told by their place alone."""
    first = error.errors(include_input=False, include_url=False)[0]
    words = what_is_wrong(first)
    match first["loc"]:
        case (str(name), *_) if first["type"] == "extra_forbidden":
            return (
                f"Word {list(json.loads(given)).index(name) + 1} of what was sent is none of them."
            )
        case (str(name), *_):
            return f"What was sent for {name} is wrong: {words}."
    return f"What was sent is wrong: {words}."


def display_name(name: str | None, position: int) -> str:
    """A file name as it can be shown and stored anywhere: no folders, no control characters.

    Args:
        name: What the client sent.
        position: Place in the upload, to call a file by that has no name.
    """
    base = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    for sent, meant in _AS_BROWSERS_SEND_THEM:
        base = base.replace(sent, meant)
    visible = "".join(
        " " if unicodedata.category(character) in _UNPRINTABLE else character for character in base
    )
    shown = _shortened(visible.strip())
    return shown if shown.strip(".") else f"file {position}"


def _shortened(name: str) -> str:
    """A name of a length that can be kept, with its ending, by which people know what it is."""
    if len(name) <= LONGEST_FILE_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST_FILE_NAME]
    return stem[: LONGEST_FILE_NAME - len(dot + ending)] + dot + ending
