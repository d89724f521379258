"""All settings in one place; each is an environment variable or a line of a .env file."""

import os
from enum import StrEnum
from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024


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

    model_config = SettingsConfigDict(
        env_prefix="AKTR_", env_file=".env", extra="ignore", frozen=True
    )

    max_files: int = Field(default=30, ge=1, description="Files in one batch.")
    max_file_bytes: int = Field(default=10 * MEBIBYTE, ge=1, description="Bytes in one file.")
    max_request_bytes: int = Field(
        default=100 * MEBIBYTE, ge=1, description="Bytes in one request body."
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
        default=50_000, ge=1000, description="Texts, lines, pictures, forms and notes on one page."
    )
    max_page_side: float = Field(
        default=14_400.0,
        ge=1000,
        description="Points of the longer side of a PDF page: 200 inches.",
    )
    file_timeout_s: float = Field(
        default=60.0, gt=0, description="Seconds of work on one file, or on each page of a scan."
    )
    file_cpu_s: int = Field(
        default=120, ge=1, description="Seconds of processor time for the same, all cores together."
    )
    reader_memory_bytes: int = Field(
        default=2048 * MEBIBYTE,
        ge=512 * MEBIBYTE,
        description="Address space of one reading process; a reader of pictures needs 1 GB.",
    )
    files_per_reader: int = Field(
        200, ge=1, description="Files after which a reading process is replaced."
    )


class VisionSettings(BaseSettings):
    """An optional hosted vision model, asked beside the reader of this machine."""

    model_config = SettingsConfigDict(
        env_prefix="AKTR_VISION_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    use: VisionUse = Field(
        default=VisionUse.OFF, description="When the model is asked: off, doubtful or always."
    )
    url: str | None = Field(
        default=None, description="Address of an OpenAI-compatible service, up to /v1."
    )
    key: SecretStr | None = Field(default=None, description="The key of that service.")
    model: str | None = Field(default=None, description="Name of the model there.")
    timeout_s: float = Field(default=20.0, gt=0, description="Seconds of one attempt.")
    attempts: int = Field(default=3, ge=1, le=10, description="Attempts for one page.")

    @model_validator(mode="after")
    def _is_complete(self) -> "VisionSettings":
        if self.use is not VisionUse.OFF and not (self.url and self.model):
            raise ValueError("AKTR_VISION_USE needs AKTR_VISION_URL and AKTR_VISION_MODEL.")
        return self


class Settings(BaseSettings):
    """Settings of the service."""

    model_config = SettingsConfigDict(env_prefix="AKTR_", env_file=".env", extra="ignore")

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
        description="Reading processes; default: one for each core.",
    )
    confine_readers: Confinement = Field(
        default=Confinement.AUTO,
        description="Whether reading processes are kept from network and files: auto, where the "
        "machine can do it; required; or off.",
    )
    sync_wait_s: float = Field(
        default=55.0, ge=0, description="Longest wait of a synchronous upload."
    )
    retention_hours: float = Field(
        default=24.0, gt=0, description="Hours until results are deleted."
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
    trusted_hosts: str = Field(
        "*", description="Names under which the server answers, with commas between them."
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses of proxies whose word on the client counts, with commas between.",
    )
    max_connections: int = Field(
        512, ge=8, description="Connections at a time; more are answered with 503."
    )
    max_open_batches: int = Field(
        200, ge=1, description="Unfinished batches after which uploads are asked to come back."
    )
    worker_silence_s: float = Field(
        default=30.0,
        ge=1,
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
    """The settings of this process, read once."""
    return Settings()
