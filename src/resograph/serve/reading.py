"""Pages and data of single things, made by the workers, kept while the data stay the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from resograph import site
from resograph.distribution import Download
from resograph.resources import program
from resograph.serve.formats import PAGE, TRIPLES, Format, named, negotiated
from resograph.serve.frames import Reply, Status
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused
from resograph.serve.sending import sent, takes_gzip
from resograph.serve.shelf import Shelf
from resograph.site import pages, sorting
from resograph.site.crawling import MAP, ROBOTS, robots
from resograph.site.data import ONTOLOGY, SUBJECT
from resograph.site.facts import FALLBACK
from resograph.site.framed import CONTEXT
from resograph.site.pages import STATIC
from resograph.site.signposts import header

_CSV = Format("csv", "text/csv")
_DATA = {f.name: f for f in (*TRIPLES, _CSV) if f.name != "rdf"}
_OFFERED = (PAGE, *_DATA.values())
_TYPES = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "txt": "text/plain; charset=utf-8",
    "json": "application/json", "wasm": "application/wasm", "svg": "image/svg+xml",
}  # fmt: skip
# What is remembered of an address must not take the memory that a hostile one of 256 KiB would.
_LONGEST = 1000
# Only a header can say who may frame a page.
POLICY = {"Content-Security-Policy": f"{pages.POLICY}; frame-ancestors 'none'", "Referrer-Policy": "no-referrer"}


@cache
def _edition() -> str:
    """Give what tells pages of different programs apart: a browser must not keep those of the one before an upgrade."""
    digest = hashlib.sha256(program().encode())
    for path in sorted(Path(site.__file__ or "").parent.rglob("*.*")):
        if path.suffix not in {".py", ".pyc"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


async def read(request: Request, pool: Pool, version: str, shelf: Shelf, tongues: Mapping[str, object]) -> Response:
    """Give the page or the data of a thing, by its ending or by what the client prefers.

    Args:
        request: for `/id/…`, `/ontology` or `/index.<tag>.html`.
        pool: the workers.
        version: of the data.
        shelf: pages made before.
        tongues: the languages of the interface, by tag.

    Raises:
        Refused: there is no such thing, or no form that the client takes.
    """
    path = request.scope["path"]  # `request.url` would be put together and taken apart
    if len(path) > _LONGEST:
        raise Refused(404, f"No name here is longer than {_LONGEST} characters.")
    tag = language(request.headers.get("accept-language", ""), tuple(tongues))
    asked, chosen = _asked(request, path.lstrip("/"), tag)
    packed = takes_gzip(request)
    # A validator of bytes: those of the packed page are others.
    etag = f'"{version}-{_edition()}-{chosen.name}-{tag}{"-gzip" if packed else ""}"'
    link = header(_bare(path), is_page=chosen is PAGE)
    headers = {"ETag": etag, "Vary": "Accept, Accept-Language", "Link": link, **POLICY}
    if request.headers.get("if-none-match") == etag:
        return sent(Reply(Status.SAME), chosen.content_type, headers, 304)
    key = json.dumps({**asked, "gzip": packed})
    reply = shelf.get(version, key)
    if reply is None:
        reply = await pool.run(request.client.host if request.client else "", key, page=_is_small(path))
        if reply.status != Status.DONE:
            raise Refused(404, "Nothing is known under this name. Check the symbol, or begin at the first page.")
        shelf.put(version, key, reply)
    return sent(reply, chosen.content_type, headers)


def _asked(request: Request, path: str, tag: str) -> tuple[dict[str, Any], Format]:
    """Give what a worker is to make, and the form of it.

    Raises:
        Refused: there is no form that the client takes.
    """
    stem, _, ending = path.rpartition(".")
    if ending in _DATA and (stem.startswith(("id/", SUBJECT)) or stem == ONTOLOGY):
        return {"do": "show", "name": stem.removeprefix("id/"), "form": ending}, _DATA[ending]
    chosen = PAGE if ending == PAGE.name else _chosen(request)
    if chosen is not PAGE:
        return {"do": "show", "name": path.removeprefix("id/"), "form": chosen.name}, chosen
    asked: dict[str, Any] = {"do": "show", "address": path if ending == PAGE.name else f"{path}.{tag}.html"}
    if request.scope["query_string"] and (order := sorting.wanted(request.query_params)):
        asked["fields"] = order
    return asked, PAGE


def _is_small(path: str) -> bool:
    """Say whether a page takes moments at most: that of a document takes longer, and so do lists of many of them.

    >>> _is_small("/id/actor/unesco.fr.html"), _is_small("/id/A/RES/60/288"), _is_small("/index.fr.html")
    (True, False, False)
    """
    return path.startswith(f"/{SUBJECT}") or (path.startswith("/id/") and not path[4:5].isupper())


def _bare(path: str) -> str:
    """Give an address without language and ending.

    >>> _bare("/id/A/RES/60/288.fr.html"), _bare("/id/A/RES/60/288"), _bare("/ontology.ttl")
    ('id/A/RES/60/288', 'id/A/RES/60/288', 'ontology')
    """
    stem, _, ending = path.lstrip("/").rpartition(".")
    if ending == PAGE.name:
        return stem.rpartition(".")[0]
    return stem if ending in _DATA else path.lstrip("/")


async def listed(request: Request, pool: Pool, files: Sequence[Download], tongues: Mapping[str, object]) -> Response:
    """Give the page of the dumps.

    Args:
        request: for `/data`, in the language of the client, or `/data.<tag>.html`.
        pool: the workers.
        files: what can be downloaded.
        tongues: the languages of the interface, by tag.

    Raises:
        Refused: there is no page in this language.
    """
    tag = request.path_params.get("tag") or language(request.headers.get("accept-language", ""), tuple(tongues))
    asked = {
        "do": "show", "address": f"data.{tag}.html", "files": [asdict(file) for file in files],
        "gzip": takes_gzip(request),
    }  # fmt: skip
    reply = await pool.run(request.client.host if request.client else "", asked)
    if reply.status != Status.DONE:
        raise Refused(404, f"There is no page in this language. There are: {', '.join(tongues)}.")
    link = header("data", is_page=True)
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache", "Link": link, **POLICY}
    return sent(reply, PAGE.content_type, headers)


async def crawled(request: Request, pool: Pool) -> Response:
    """Give what crawlers read first: where the pages are, by the address that they came to.

    Args:
        request: for `/robots.txt`, `/sitemap.xml` or `/sitemap/…`.
        pool: the workers.

    Raises:
        Refused: there is no such list.
    """
    root, name = str(request.base_url).rstrip("/"), request.url.path.lstrip("/")
    if name == ROBOTS:
        return Response(robots(root), media_type=_TYPES["txt"])
    asked = {"do": "show", "address": name, "root": root, "gzip": takes_gzip(request)}
    reply = await pool.run(request.client.host if request.client else "", asked)
    if reply.status != Status.DONE:
        raise Refused(404, f"There is no such list of pages. /{MAP} names all.")
    return sent(reply, "application/xml", {"Vary": "Host"})


def _chosen(request: Request) -> Format:
    asked = request.query_params.get("format", "")
    accept = request.headers.get("accept", "")
    found = named(asked, _OFFERED) if asked else negotiated(accept, _OFFERED)
    if found is None:
        raise Refused(406, f"This can be had as {', '.join(f.media_type for f in _OFFERED)}.")
    return found


def language(accept: str, offered: tuple[str, ...]) -> str:
    """Give the language of the interface that a client prefers (RFC 9110, 12.5.4).

    >>> language("fr-CH, en;q=0.5", ("ar", "en", "fr"))
    'fr'
    """
    return _preferred(accept[:_LONGEST], offered)


@lru_cache(maxsize=1024)
def _preferred(accept: str, offered: tuple[str, ...]) -> str:
    asked = (tag.partition("-")[0].lower() for tag, quality in parse_accept_header(accept, LanguageAccept) if quality)
    return next(tag for tag in (*asked, *FALLBACK, *offered) if tag in offered)


def first_page(request: Request, tongues: Mapping[str, object]) -> Response:
    """Lead to the first page in the language of the client."""
    tag = language(request.headers.get("accept-language", ""), tuple(tongues))
    return RedirectResponse(f"/index.{tag}.html", 302, headers={"Vary": "Accept-Language"})


def context() -> Response:
    """Give the context of the JSON-LD of all things."""
    headers = {"Cache-Control": "max-age=3600"}
    return Response(CONTEXT.read_bytes(), media_type=_DATA["jsonld"].media_type, headers=headers)


def static(name: str) -> Response:
    """Give a file that pages use.

    Raises:
        Refused: there is none of that name.
    """
    if name not in STATIC:
        raise Refused(404, "There is no such file.")
    headers = {"Cache-Control": "max-age=3600"}
    return Response(STATIC[name], media_type=_TYPES[name.rpartition(".")[2]], headers=headers)
