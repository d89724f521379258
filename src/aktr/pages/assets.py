"""Style, scripts and icon: served from the package, under an address that names their content.

A browser keeps them for good, because a changed file has another address.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from aktr.errors import UnknownAddressError

_FOLDER: Final = Path(__file__).parent / "static"
_MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_UNTIL_CHANGED: Final = "no-cache"
_DIGEST_LENGTH: Final = 12

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file."""

    content: bytes
    media_type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """All static files by name, read once."""
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]
        found[path.name] = Asset(content, _MEDIA_TYPES[path.suffix], digest)
    return found


def asset_url(name: str) -> str:
    """The address of a static file, with its content's digest."""
    return f"/assets/{assets()[name].digest}/{name}"


@router.get("/assets/{digest}/{name}")
def get_asset(digest: str, name: str) -> Response:
    """One static file; under the address of an older content it must not be kept."""
    asset = assets().get(name)
    if asset is None:
        raise UnknownAddressError("There is no such file.")
    kept = _FOR_GOOD if digest == asset.digest else _UNTIL_CHANGED
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": kept})
