"""Whether a request comes from a page of this server or from a page of another site.

Browsers send what a page of any site tells them to, with the keys that they hold for this server,
from inside of the network in which they are. Programs are not told what to do by pages.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from aktr.errors import ForbiddenError

_OWN_PAGE_OR_USER: Final = frozenset({"same-origin", "none"})
_OTHER_SITE: Final = "cross-site"
_USUAL_PORTS: Final = {"http": 80, "https": 443}
_OF_ANOTHER_SITE: Final = (
    "A page of another site tried to send this, so it was not done. Send it from aktr's own pages, "
    "or from a program. If this was one of them, whoever runs this server has to see to it that "
    "its proxy hands the Host header on with the port, or to set AKTR_TRUSTED_ORIGINS."
)


class Origin(NamedTuple):
    """A site, as far as browsers keep sites apart."""

    scheme: str
    name: str
    port: int | None

    @classmethod
    def parse(cls, url: str) -> "Origin | None":
        """The site of a URL; None if it has none, as of a page whose site the browser hides."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return None
        if not parts.scheme or not parts.hostname:
            return None
        return cls(parts.scheme, parts.hostname.rstrip("."), port or _USUAL_PORTS.get(parts.scheme))


class Origins:
    """Decides from the head of a request whether the page that sends it may do so.

    Args:
        trusted: Sites whose pages may send requests beside those of this server.
    """

    def __init__(self, trusted: Sequence[str] = ()) -> None:
        self._trusted = frozenset(Origin.parse(site) for site in trusted)

    def check(self, headers: Headers, own_hosts: Sequence[str]) -> None:
        """Make sure that no page of another site sends a request.

        Browsers say by themselves how the site of the page is related to this server, but not where
        the connection is without TLS, and old ones not at all; then the site itself is compared.
        Its scheme is not: a proxy may speak TLS for us.

        Args:
            headers: The head of the request.
            own_hosts: Names of this server, with their ports, as the client knows them.

        Raises:
            ForbiddenError: One does.
        """
        related = headers.get("sec-fetch-site")
        if related in _OWN_PAGE_OR_USER:
            return
        # Two of them come from no browser, and together they are no site.
        origins = headers.getlist("origin")
        said = ", ".join(origins) if origins else headers.get("referer")
        if said is None and related is None:
            return
        site = Origin.parse(said or "")
        if site is not None and (
            site in self._trusted
            or (related != _OTHER_SITE and any(_is_at(site, host) for host in own_hosts))
        ):
            return
        raise ForbiddenError(_OF_ANOTHER_SITE)


def _is_at(site: Origin, host: str) -> bool:
    own = Origin.parse(f"{site.scheme}://{host}")
    return own is not None and own == site
