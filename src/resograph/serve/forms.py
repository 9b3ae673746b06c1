"""Pages with a form, as clients meet them: search, also as JSON, and the query page; a worker answers what is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from resograph.serve.endpoint import unless_left
from resograph.serve.formats import PAGE, Format, named, negotiated
from resograph.serve.frames import Status
from resograph.serve.limits import KIB, Limits
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused
from resograph.serve.reading import POLICY, language
from resograph.serve.sending import sent, takes_gzip

# The pages, and the forms in which each is offered; the endpoint itself gives answers to queries in all others.
_OFFERED = {"search": (PAGE, Format("json", "application/json")), "query": (PAGE,)}


async def filled(
    request: Request, name: str, pool: Pool, version: str, tongues: Mapping[str, object], limits: Limits
) -> Response:
    """Give a page with the answer to what its form asks.

    Args:
        request: for `/<name>`, which leads to the page in the language of the client, or `/<name>.<tag>.html`.
        name: search or query.
        pool: the workers.
        version: of the data.
        tongues: the languages of the interface, by tag.
        limits: what a request may use.

    Raises:
        Refused: there is no such page, the client takes no form of it, or the answer takes too much.
    """
    if len(request.url.query) > limits.body:
        raise Refused(413, f"The form holds more than {limits.body // KIB} KiB. POST a query of that size to /sparql.")
    given = dict(request.query_params)
    chosen = _chosen(request, given.pop("format", ""), _OFFERED[name])
    tag = request.path_params.get("tag") or language(request.headers.get("accept-language", ""), tuple(tongues))
    if tag not in tongues:
        raise Refused(404, f"There is no page in this language. There are: {', '.join(tongues)}.")
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache", **POLICY}
    if chosen is PAGE and "tag" not in request.path_params:
        address = f"/{name}.{tag}.html" + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(address, 302, headers=headers)
    parts = (version, name, tag, chosen.name, request.url.query)
    etag = f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'
    if "query" not in given:  # whose answer may differ each time
        headers["ETag"] = etag
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    where = {"address": f"{name}.{tag}.html"} if chosen is PAGE else {"lang": tag}
    asked = {"do": "show", "fields": given, "gzip": takes_gzip(request), **where}
    reply = await unless_left(request, pool, asked)
    if reply.status == Status.LATE:
        raise Refused(504, "The search took too long. Use more words, or rarer ones.")
    if reply.status not in {Status.DONE, Status.FAULTY}:
        raise Refused(413, "The answer is too large. Narrow the question.")
    return sent(reply, chosen.content_type, headers, 400 if reply.status == Status.FAULTY else 200)


def _chosen(request: Request, asked: str, offered: tuple[Format, ...]) -> Format:
    chosen = named(asked, offered) if asked else negotiated(request.headers.get("accept", ""), offered)
    if chosen is None:
        raise Refused(406, f"This can be had as {', '.join(f.media_type for f in offered)}.")
    return chosen
