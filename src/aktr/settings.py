"""All settings in one place; each is an environment variable or a line of a .env file."""

import ipaddress
import os
import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from aktr.errors import SettingError
from aktr.wrong_values import what_is_wrong

MEBIBYTE = 1024 * 1024
ANY: Final = "*"
"""Stands for every name of the server, and for every proxy."""
_LARGEST: Final = 2**62
"""Bytes; more than the system's own numbers can hold would be refused only with each file."""
_MOST_READERS: Final = 1024
_YEAR_S: Final = 366 * 24 * 3600
_DAY_S: Final = 24 * 3600
_TEN_YEARS_H: Final = 87_600
_HOST: Final = re.compile(r"\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/@?#]+(?:/[^\s@?#]*)?")
_ORIGIN: Final = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?")
_READING: Final = SettingsConfigDict(
    env_file=".env",
    extra="ignore",
    hide_input_in_errors=True,
    # Files for containers set a variable to nothing where nobody has given it a value.
    env_ignore_empty=True,
    allow_inf_nan=False,
)


def listed(words: str) -> tuple[str, ...]:
    """The entries of a setting that is a list with commas between."""
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _hosts(words: str) -> str:
    if not listed(words) or not all(_HOST.fullmatch(host) for host in listed(words)):
        raise ValueError(
            "it must be names of the server alone, without http:// and without a port, with commas "
            "between them, such as aktr.example.org or *.example.org; IPv6 addresses stand in "
            "brackets; * is for any name"
        )
    return words


def _origins(words: str) -> str:
    if not all(_ORIGIN.fullmatch(origin) for origin in listed(words)):
        raise ValueError(
            "it must be addresses of sites without a path, with commas between them, such as "
            "https://aktr.example.org or http://10.0.0.7:8000"
        )
    return words


def _proxies(words: str) -> str:
    try:
        for proxy in listed(words):
            if proxy != ANY:
                ipaddress.ip_network(proxy)
    except ValueError:
        proxy_error = (
            "it must be addresses or networks, with commas between them, such as 10.0.0.7 or "
            "10.0.0.0/8 (no names; a network ends in zeros); * is for any"
        )
        raise ValueError(proxy_error) from None
    return words


def _web_address(url: str) -> str:
    if not _WEB_ADDRESS.fullmatch(url):
        raise ValueError(
            "it must begin with http:// or https://, name a server, and hold no user, query or "
            "fragment, such as https://models.example.com/v1"
        )
    return url


def _key(key: SecretStr) -> SecretStr:
    value = key.get_secret_value()
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("it must be ASCII characters without blanks")
    return key


class KeepUploads(StrEnum):
    """How long uploaded files are kept."""

    UNTIL_EXPIRY = "until-expiry"
    UNTIL_DONE = "until-done"


class Confinement(StrEnum):
    """Whether reading processes are kept from network and files."""

    AUTO = "auto"
    REQUIRED = "required"
    OFF = "off"


class RateStore(StrEnum):
    """Where requests are counted."""

    MEMORY = "memory"
    DATABASE = "database"


class VisionUse(StrEnum):
    """When a hosted vision model is asked as well."""

    OFF = "off"
    DOUBTFUL = "doubtful"
    ALWAYS = "always"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    """What a log line looks like."""

    TEXT = "text"
    JSON = "json"


class Limits(BaseSettings):
    """Limits on what is accepted, checked before anything is decoded."""

    model_config = SettingsConfigDict(**_READING, env_prefix="AKTR_", frozen=True)

    max_files: int = Field(default=30, ge=1, description="Files in one batch.")
    max_file_bytes: int = Field(
        default=10 * MEBIBYTE, ge=1, le=_LARGEST, description="Bytes in one file."
    )
    max_request_bytes: int = Field(
        default=100 * MEBIBYTE, ge=1, le=_LARGEST, description="Bytes in one request body."
    )
    max_pages: int = Field(default=60, ge=1, description="Pages in one PDF or TIFF.")
    max_pixels: int = Field(
        default=60_000_000,
        ge=1_000_000,
        description="Pixels of one picture: a phone has up to 50 million, a letter page at 600 dpi "
        "has 34 million.",
    )
    max_decoded_bytes: int = Field(
        default=384 * MEBIBYTE,
        ge=MEBIBYTE,
        description="Bytes that one picture takes while it is decoded.",
    )
    max_unpacked_bytes: int = Field(
        default=256 * MEBIBYTE,
        ge=MEBIBYTE,
        description="Bytes that all streams of a PDF unpack to, pictures and fonts included.",
    )
    max_content_bytes: int = Field(
        default=10 * MEBIBYTE,
        ge=MEBIBYTE // 4,
        description="Bytes of them that are neither pictures nor fonts.",
    )
    max_objects: int = Field(default=100_000, ge=1000, description="Objects in one PDF.")
    max_page_objects: int = Field(
        default=50_000,
        ge=1000,
        description="Texts, lines, pictures, forms and notes on one page.",
    )
    max_page_side: float = Field(
        default=14_400.0,
        ge=1000,
        description="Points of the longer side of a PDF page: 200 inches.",
    )
    file_timeout_s: float = Field(
        default=60.0,
        gt=0,
        le=_YEAR_S,
        description="Seconds of work on one file, or on each page of a scan.",
    )
    file_cpu_s: int = Field(
        default=120,
        ge=1,
        le=_YEAR_S,
        description="Seconds of processor time for the same, all cores together.",
    )
    reader_memory_bytes: int = Field(
        default=2048 * MEBIBYTE,
        ge=512 * MEBIBYTE,
        le=_LARGEST,
        description="Address space of one reading process; a reader of pictures needs 1 GB.",
    )
    files_per_reader: int = Field(
        200, ge=1, description="Files after which a reading process is replaced."
    )


class VisionSettings(BaseSettings):
    """An optional hosted vision model, asked beside the reader of this machine."""

    model_config = SettingsConfigDict(**_READING, env_prefix="AKTR_VISION_", frozen=True)

    use: VisionUse = Field(
        default=VisionUse.OFF, description="When the model is asked: off, doubtful or always."
    )
    url: Annotated[str, AfterValidator(_web_address)] | None = Field(
        default=None, description="Address of an OpenAI-compatible service, up to /v1."
    )
    key: Annotated[SecretStr, AfterValidator(_key)] | None = Field(
        default=None, description="The key of that service."
    )
    model: str | None = Field(default=None, description="Name of the model there.")
    timeout_s: float = Field(default=20.0, gt=0, le=_YEAR_S, description="Seconds of one attempt.")
    attempts: int = Field(default=3, ge=1, le=10, description="Attempts for one page.")

    @model_validator(mode="after")
    def _is_complete(self) -> "VisionSettings":
        if self.use is not VisionUse.OFF and not (self.url and self.model):
            raise ValueError(
                f"AKTR_VISION_USE={self.use.value} needs AKTR_VISION_URL and AKTR_VISION_MODEL; "
                "set both, or AKTR_VISION_USE=off"
            )
        return self


class Settings(BaseSettings):
    """Settings of the service."""

    model_config = SettingsConfigDict(**_READING, env_prefix="AKTR_")

    database_url: str | None = Field(
        None, description="SQLAlchemy URL; without it SQLite inside the data folder."
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("aktr", appauthor=False),
        description="Folder of the embedded database and of imported standards.",
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=_MOST_READERS,
        description="Reading processes; default: one for each core.",
    )
    confine_readers: Confinement = Field(
        default=Confinement.AUTO,
        description="Whether reading processes are kept from network and files: auto, where the "
        "machine can do it; required; or off.",
    )
    sync_wait_s: float = Field(
        default=55.0, ge=0, le=_DAY_S, description="Longest wait of a synchronous upload."
    )
    retention_hours: float = Field(
        default=24.0, gt=0, le=_TEN_YEARS_H, description="Hours until results are deleted."
    )
    rate_limit: str = Field(
        "120/minute", description='Uploads per client, such as "60/minute"; "off" for none.'
    )
    batch_rate_limit: str = Field(
        "300/minute",
        description="Exports, pictures, retries and corrections for one batch or report.",
    )
    rate_store: RateStore = Field(
        RateStore.MEMORY,
        description="Where requests are counted: memory, or database for several servers.",
    )
    require_keys: bool = Field(False, description="Whether only holders of a key are answered.")
    trusted_hosts: Annotated[str, AfterValidator(_hosts)] = Field(
        ANY, description="Names under which the server answers, with commas between them."
    )
    trusted_origins: Annotated[str, AfterValidator(_origins)] | None = Field(
        None,
        description="Sites whose pages may send requests beside its own, with commas between.",
    )
    trusted_proxies: Annotated[str, AfterValidator(_proxies)] = Field(
        "127.0.0.1",
        description="Addresses of proxies whose word on the client counts, with commas between.",
    )
    max_connections: int = Field(
        512, ge=8, description="Connections at a time; more are answered with 503."
    )
    max_open_batches: int = Field(
        200,
        ge=1,
        description="Unfinished batches after which uploads are asked to come back.",
    )
    worker_silence_s: float = Field(
        default=30.0,
        ge=1,
        le=_DAY_S,
        description="Seconds without a sign of life after which others take over from a process.",
    )
    serve_reads: bool = Field(
        default=True,
        description='Whether "aktr serve" reads files itself; without, "aktr worker" does.',
    )
    upload_store: str | None = Field(
        None, description="URL of a folder or object store for uploads; without, the database."
    )
    keep_uploads: KeepUploads = Field(
        KeepUploads.UNTIL_EXPIRY, description="How long uploaded files are kept."
    )
    metrics: bool = Field(
        default=False, description="Whether /metrics tells Prometheus what is counted."
    )
    traces: bool = Field(
        default=False,
        description="Whether spans go to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names.",
    )
    log_format: LogFormat = Field(
        default=LogFormat.TEXT, description="text: lines for people; json: one object a line."
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description="DEBUG, INFO, WARNING or ERROR.")
    limits: Limits = Field(default_factory=Limits)
    vision: VisionSettings = Field(default_factory=VisionSettings)

    @property
    def resolved_database_url(self) -> str:
        """The database to use: the one that is set, else SQLite inside the data folder."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{self.data_dir / 'aktr.db'}"


@cache
def get_settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        SettingError: One of them cannot be understood.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingError(wrong_settings(error)) from error


def wrong_settings(error: ValidationError) -> str:
    """Which settings are wrong, and what each must be, one on a line.

    Args:
        error: What was raised by one of the classes of this module.
    """
    prefix = "AKTR_VISION_" if error.title == VisionSettings.__name__ else "AKTR_"
    return "\n".join(
        _wrong_setting(prefix + "_".join(str(part) for part in problem["loc"]).upper(), problem)
        for problem in error.errors(include_input=False, include_url=False)
    )


def _wrong_setting(name: str, problem: ErrorDetails) -> str:
    words = what_is_wrong(problem)
    if not problem["loc"]:
        return f"the settings do not go together: {words}."
    return f"the setting {name} is wrong: {words}. Correct it, or leave it out for the default."
