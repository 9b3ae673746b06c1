"""Search as clients meet it: a page in each language, and the same as JSON; the index is asked in a worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from resograph.serve.formats import PAGE, Format, named, negotiated
from resograph.serve.frames import Status
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused
from resograph.serve.reading import POLICY, language

_JSON = Format("json", "application/json")
_OFFERED = (PAGE, _JSON)


async def search(request: Request, pool: Pool, version: str, tongues: Mapping[str, object]) -> Response:
    """Give what is found for the fields of a search.

    Args:
        request: for `/search`, which leads to the page in the language of the client, or `/search.<tag>.html`.
        pool: the workers.
        version: of the data.
        tongues: the languages of the interface, by tag.

    Raises:
        Refused: there is no such page, the client takes neither form, or the search takes too long.
    """
    given = dict(request.query_params)
    asked, accept = given.pop("format", ""), request.headers.get("accept", "")
    chosen = named(asked, _OFFERED) if asked else negotiated(accept, _OFFERED)
    if chosen is None:
        raise Refused(406, f"The results can be had as {', '.join(f.media_type for f in _OFFERED)}.")
    tag = request.path_params.get("tag") or language(request.headers.get("accept-language", ""), tuple(tongues))
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache", **POLICY}
    if tag not in tongues:
        raise Refused(404, f"There is no page in this language. There are: {', '.join(tongues)}.")
    if chosen is PAGE and "tag" not in request.path_params:
        address = f"/search.{tag}.html" + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(address, 302, headers=headers)
    etag = f'W/"{hashlib.sha256(chr(0).join((version, tag, chosen.name, str(request.url.query))).encode()).hexdigest()[:32]}"'
    headers["ETag"] = etag
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    where = {"address": f"search.{tag}.html"} if chosen is PAGE else {"lang": tag}
    client = request.client.host if request.client else ""
    status, content = await pool.run(client, {"do": "show", "fields": given, **where})
    if status == Status.LATE:
        raise Refused(504, "The search took too long. Use more words, or rarer ones.")
    if status != Status.DONE:
        raise Refused(413, "The results are too large. Narrow the search.")
    return Response(content, media_type=chosen.content_type, headers=headers)
