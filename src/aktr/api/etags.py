"""ETags of reports: which version a client has seen, and whether it has what is there now."""

import hashlib
import re
from typing import Final

from aktr.contract.report_schemas import ReportAnswer

_ANY: Final = "*"
_ETAG: Final = re.compile(r'"([0-9]{1,9})(?:-[0-9a-f]{12})?"')
_DIGEST_LENGTH: Final = 12


def etag_of(answer: ReportAnswer) -> str:
    """The ETag of a report: the version of its values, and a digest of all that is shown of it.

    Other copies of the same test and the wordings of codes come and go without a new version.
    """
    digest = hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:_DIGEST_LENGTH]
    return f'"{answer.version}-{digest}"'


def holds_etag(if_none_match: str, etag: str) -> bool:
    """Whether a client has what this ETag stands for; weak ones count (RFC 9110, 13.1.2)."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return _ANY in known or etag in known


def versions_of(if_match: str) -> frozenset[int] | None:
    """The versions that a client is content with; None for any.

    An ETag that aktr does not give, and a weak one, matches nothing (RFC 9110, 13.1.1).
    """
    if if_match.strip() == _ANY:
        return None
    matches = (_ETAG.fullmatch(tag.strip()) for tag in if_match.split(","))
    return frozenset(int(match[1]) for match in matches if match)
