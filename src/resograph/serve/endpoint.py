"""The SPARQL endpoint: a request in, an answer out; the query is examined and runs in a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from resograph.serve.formats import TRIPLES, Format, negotiated
from resograph.serve.frames import Reply, Status
from resograph.serve.limits import KIB, MIB, Limits
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused
from resograph.serve.sending import sent, takes_gzip
from resograph.serve.shelf import Shelf

_WITH_BODY = frozenset({b"content-length", b"transfer-encoding"})
# Most answers are there before it is worth to watch whether the client still is.
_PATIENCE = 0.05


async def answer(request: Request, pool: Pool, version: str, shelf: Shelf, limits: Limits) -> Response:
    """Give the answer to a SPARQL Protocol request that asks a query.

    Args:
        request: with a query in its URL or its body.
        pool: the workers.
        version: of the data.
        shelf: answers that were given before.
        limits: what a request may use.

    Raises:
        Refused: it is not answered.
    """
    # A worker reads all of it: here it would keep others waiting, whose answers may be ready.
    body = await read_body(request, limits)
    given, packed = request.headers, takes_gzip(request)
    sent_as = {
        "method": request.method, "type": given.get("content-type", ""), "accept": given.get("accept", ""),
        "url": request.scope["query_string"].decode("latin-1"), "body": body.decode("latin-1"),
    }  # fmt: skip
    known = given.get("if-none-match", "")
    key = "\0".join((str(packed), *sent_as.values()))
    reply = shelf.get(version, key)
    if reply is None:
        asked = {"do": "query", **sent_as, "known": known, "version": version, "gzip": packed}
        reply = await unless_left(request, pool, asked)
        if reply.status == Status.DONE and "tag" in reply.about:
            shelf.put(version, key, reply)
    elif reply.about["tag"] in known:
        reply = Reply(Status.SAME, about=reply.about)
    return _response(reply, limits)


def _response(reply: Reply, limits: Limits) -> Response:
    if reply.status == Status.REFUSED:
        raise Refused(reply.about["status"], reply.content.decode())
    if reply.status == Status.TOO_LARGE:
        raise Refused(413, f"The answer is larger than {limits.answer // MIB} MiB. Add a LIMIT.")
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if "tag" in reply.about:
        headers["ETag"] = reply.about["tag"]
    return sent(reply, reply.about["type"], headers, 304 if reply.status == Status.SAME else 200)


async def read_body(request: Request, limits: Limits) -> bytes:
    """Give the body of a request, if it comes in time and is not too large.

    Raises:
        Refused: it is too large, or comes too slowly, or the client left.
    """
    size = len(request.scope["query_string"])
    if size <= limits.body and _WITH_BODY.isdisjoint(name for name, _ in request.scope["headers"]):
        return b""
    parts: list[bytes] = []
    try:
        async with asyncio.timeout(limits.reading):
            async for part in request.stream():
                size += len(part)
                if size > limits.body:
                    break
                parts.append(part)
    except TimeoutError:
        raise Refused(408, f"The request did not arrive within {limits.reading:g} s.") from None
    except ClientDisconnect:
        raise Refused(400, "The client left.") from None
    if size > limits.body:
        raise Refused(413, f"The request is larger than {limits.body // KIB} KiB. Use VALUES, or several queries.")
    return b"".join(parts)


async def unless_left(request: Request, pool: Pool, asked: Mapping[str, object]) -> Reply:
    """Give the answer of a worker; when the client leaves, the worker is stopped.

    Args:
        request: whose body was read.
        pool: the workers.
        asked: what the worker is to do.

    Raises:
        Refused: the answer takes too much, or the client left.
    """
    asker = asyncio.current_task()
    assert asker is not None  # noqa: S101 - this runs in one
    watch: asyncio.Task[None] | None = None
    answered = False

    def look() -> None:
        nonlocal watch
        watch = asyncio.ensure_future(_left(request))
        watch.add_done_callback(lambda done: None if answered or done.cancelled() else asker.cancel())

    later = asyncio.get_running_loop().call_later(_PATIENCE, look)
    try:
        return await pool.run(request.client.host if request.client else "", asked)
    except asyncio.CancelledError:
        if watch is None or not watch.done() or asker.uncancel():
            raise
        raise Refused(499, "The client left.") from None
    finally:
        answered = True
        later.cancel()
        if watch:
            watch.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def described_as(accept: str) -> Format | None:
    """Give the form in which a client wants the description of the service; None if it wants none of RDF."""
    return negotiated(accept, TRIPLES)
