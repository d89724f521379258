"""Which vision model is asked, and what it means that it gave no answer."""

import re
from dataclasses import dataclass, field
from typing import Final

from pydantic import SecretStr

_PATH: Final = "/chat/completions"
_ADDRESS: Final = re.compile(r"https?://[^\s/@?#]+(/[^\s@?#]*)?")


@dataclass(frozen=True, slots=True)
class HostedModel:
    """A vision model behind an address that speaks the chat completions format.

    Raises:
        ValueError: The address or the key cannot be used; the words hold neither of them.
    """

    url: str
    """Where the format begins, such as ``https://models.example.com/v1``."""
    key: SecretStr | None = field(repr=False)
    """Sent as a bearer token; None for a server that asks for none."""
    model: str
    """Its name at that address."""
    timeout_s: float
    """Seconds that one attempt may take from the first byte sent to the last one received."""
    attempts: int
    """How often a picture is sent at most."""

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.url):
            raise ValueError(
                "the address of the vision model must begin with http:// or https:// and hold no "
                "user, query or fragment"
            )
        key = self.key.get_secret_value() if self.key is not None else "none"
        if not key.isascii() or not key.isprintable() or " " in key or not key:
            raise ValueError("the key of the vision model must be ASCII characters without blanks")

    @property
    def endpoint(self) -> str:
        """The full address to which pictures are sent."""
        base = self.url.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH


class NoAnswerError(Exception):
    """The model was not asked, or said nothing that can be used.

    Args:
        reason: What went on, as the end of a sentence that begins with "it".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
