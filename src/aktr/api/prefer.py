"""What a client would rather have (RFC 7240): not to wait, or not to wait long."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_WHOLE_SECONDS: Final = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Preferences:
    """The preferences that aktr can honour; the others are ignored, as the RFC says."""

    respond_async: bool = False
    """Answer at once, before the work is done."""
    wait_s: int | None = None
    """Longest wait in seconds."""

    @classmethod
    def parse(cls, headers: Iterable[str]) -> "Preferences":
        """Read the values of all Prefer headers; of a repeated preference the first one counts."""
        given: dict[str, str] = {}
        for header in headers:
            for preference in header.split(","):
                token, _, value = preference.partition(";")[0].partition("=")
                given.setdefault(token.strip().lower(), value.strip().strip('"'))
        wait = given.get("wait", "")
        return cls(
            respond_async="respond-async" in given,
            wait_s=int(wait) if _WHOLE_SECONDS.fullmatch(wait) else None,
        )

    def longest_wait_s(self, allowed_s: float) -> float:
        """Seconds to wait for the result: never more than the server allows."""
        if self.respond_async:
            return 0.0
        return allowed_s if self.wait_s is None else min(allowed_s, float(self.wait_s))

    def applied(self, allowed_s: float) -> dict[str, str]:
        """The header that says which preference decided how long the client waited."""
        if self.respond_async:
            return {"Preference-Applied": "respond-async"}
        if self.wait_s is not None and self.wait_s <= allowed_s:
            return {"Preference-Applied": f"wait={self.wait_s}"}
        return {}
