"""How the answer of a worker goes out: with its type, and packed where the client takes it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from resograph.serve.frames import Reply

# No more of the header is read, and remembered.
_LONGEST = 200


def takes_gzip(request: Request) -> bool:
    """Say whether a client takes an answer that is packed by gzip (RFC 9110, 12.5.3)."""
    return _takes(request.headers.get("accept-encoding", "")[:_LONGEST])


@lru_cache(maxsize=1024)
def _takes(accept: str) -> bool:
    """Read the header.

    >>> _takes("gzip, deflate, br"), _takes("gzip;q=0"), _takes("")
    (True, False, False)
    """
    return bool(accept) and parse_accept_header(accept, Accept).quality("gzip") > 0


def sent(reply: Reply, content_type: str, headers: Mapping[str, str], status: int = 200) -> Response:
    """Give the response that carries the answer of a worker.

    Args:
        reply: the answer.
        content_type: of its content.
        headers: what else is said of it, with `Vary`.
        status: of HTTP.
    """
    said = {**headers, "Vary": f"{headers['Vary']}, Accept-Encoding"}
    if reply.about.get("packed"):
        said["Content-Encoding"] = "gzip"
    return Response(reply.content, status, media_type=content_type, headers=said)
