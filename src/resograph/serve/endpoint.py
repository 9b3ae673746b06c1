"""The SPARQL endpoint: a request in, an answer out; the query is examined and runs in a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from resograph.serve.formats import TRIPLES, Format, negotiated
from resograph.serve.frames import Reply, Status
from resograph.serve.limits import KIB, MIB, Limits
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused, fields
from resograph.serve.sending import sent, takes_gzip
from resograph.serve.shelf import Shelf

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
    body = await read_body(request, limits)
    given = request.headers
    found = fields(request.method, request.url.query, given.get("content-type", ""), body)
    accept, known, packed = given.get("accept", ""), given.get("if-none-match", ""), takes_gzip(request)
    key = "\0".join((accept, str(packed), *(part for pair in found for part in pair)))
    reply = shelf.get(version, key)
    if reply is None:
        asked = {
            "do": "query", "fields": found, "accept": accept, "known": known, "version": version, "gzip": packed,
        }  # fmt: skip
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
    size = len(request.url.query)
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
    client = request.client.host if request.client else ""
    job = asyncio.ensure_future(pool.run(client, asked))
    done, _ = await asyncio.wait({job}, timeout=_PATIENCE)
    if done:
        return job.result()
    watch = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({job, watch}, return_when=asyncio.FIRST_COMPLETED)
        if job.done():
            return job.result()
        raise Refused(499, "The client left.")
    finally:
        for task in (job, watch):
            task.cancel()
            with suppress(asyncio.CancelledError, Refused):
                await task


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def described_as(accept: str) -> Format | None:
    """Give the form in which a client wants the description of the service; None if it wants none of RDF."""
    return negotiated(accept, TRIPLES)
