"""The SPARQL endpoint: a request in, an answer out; the query runs in a worker."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from resograph.serve.formats import TRIPLES, Format, negotiated
from resograph.serve.frames import Status
from resograph.serve.limits import KIB, MIB, Limits
from resograph.serve.pool import Pool
from resograph.serve.protocol import Question, Refused, fields, question
from resograph.sparql import syntax_error

# Most answers are there before it is worth to watch whether the client still is.
_PATIENCE = 0.05


async def answer(request: Request, pool: Pool, version: str, limits: Limits) -> Response:
    """Give the answer to a SPARQL Protocol request that asks a query.

    Args:
        request: with a query in its URL or its body.
        pool: the workers.
        version: of the data.
        limits: what a request may use.

    Raises:
        Refused: it is not answered.
    """
    body = await read_body(request, limits)
    content_type = request.headers.get("content-type", "")
    found = fields(request.method, request.url.query, content_type, body)
    asked = question(found, request.headers.get("accept", ""))
    tag = _tag(asked, version)
    if asked.steady and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
    payload = {
        "do": "query", "query": asked.query, "default": asked.default_graphs, "named": asked.named_graphs,
        "format": asked.format.name,
    }  # fmt: skip
    status, content = await unless_left(request, pool, payload)
    if status != Status.DONE:
        raise _refusal(status, content, asked.query, limits)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"} | ({"ETag": tag} if asked.steady else {})
    return Response(content, media_type=asked.format.content_type, headers=headers)


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


async def unless_left(request: Request, pool: Pool, payload: Mapping[str, object]) -> tuple[Status, bytes]:
    """Give the answer of a worker; when the client leaves, the worker is stopped.

    Args:
        request: whose body was read.
        pool: the workers.
        payload: what the worker is to do.

    Raises:
        Refused: the answer takes too much, or the client left.
    """
    client = request.client.host if request.client else ""
    job = asyncio.ensure_future(pool.run(client, payload))
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


def _tag(asked: Question, version: str) -> str:
    """Give the validator of an answer: the same query in the same form on the same data."""
    parts = (version, asked.query, *asked.default_graphs, "", *asked.named_graphs, asked.format.name)
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def _refusal(status: Status, content: bytes, query: str, limits: Limits) -> Refused:
    said = content.decode("utf-8", "replace")
    if status == Status.FAULTY:
        return Refused(400, str(syntax_error("The query cannot be parsed", query, SyntaxError(said))))
    if status == Status.TOO_LARGE:
        return Refused(413, f"The answer is larger than {limits.answer // MIB} MiB. Add a LIMIT.")
    return Refused(400, f"The query failed: {said}")


def described_as(accept: str) -> Format | None:
    """Give the form in which a client wants the description of the service; None if it wants none of RDF."""
    return negotiated(accept, TRIPLES)
