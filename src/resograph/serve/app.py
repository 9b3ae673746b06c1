"""The web application: routes, what every answer carries, what an error looks like, what is counted."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from resograph.distribution import DUMPS, counts, downloads
from resograph.errors import ResographError
from resograph.publish import turtle
from resograph.serve import place as places
from resograph.serve.description import example_quads, service_quads
from resograph.serve.endpoint import answer, described_as
from resograph.serve.forms import filled
from resograph.serve.limits import Limits
from resograph.serve.pool import Pool
from resograph.serve.protocol import Refused
from resograph.serve.reading import context, crawled, first_page, listed, read, static
from resograph.serve.shelf import Shelf
from resograph.site.crawling import MAP, MAPS, ROBOTS
from resograph.site.data import ONTOLOGY
from resograph.site.framed import CONTEXT
from resograph.site.signposts import DESCRIPTION
from resograph.site.words import Tongue, kept
from resograph.void import dataset_quads, download_quads

_LOG = logging.getLogger("resograph.serve")
_WATCHING = 2.0
# Cross-origin reading is the point of a public endpoint; errors carry it too, so that a page can show them.
_OPEN = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After"),
    (b"x-content-type-options", b"nosniff"),
)
# What nearly all requests have that ask something; a name may also be written with percent signs.
_ASKS = re.compile(rb"(?:^|&)query=")
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(slots=True)
class Service:
    """What the routes share.

    Args:
        dump: the file that is served.
        place: its store.
        pool: the workers on that store.
        limits: what a request may use.
        tongues: the languages of the interface.
        shelf: pages and answers that were made.
    """

    dump: Path
    place: places.Place
    pool: Pool
    limits: Limits
    tongues: Mapping[str, Tongue]
    shelf: Shelf


class Measured:
    """What is counted about requests, for /metrics."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("resograph_requests", "Requests", ["route", "status"], registry=self.registry)
        self.seconds = Histogram("resograph_request_seconds", "Time to answer", ["route"], registry=self.registry)
        self.pool = Gauge("resograph_pool", "Workers and waiting requests", ["what"], registry=self.registry)
        # Finding the counter of some labels costs more than counting.
        self._counted = cache(lambda route, status: self.requests.labels(route, str(status)))
        self._timed = cache(self.seconds.labels)

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._counted(route, status).inc()
        self._timed(route).observe(seconds)


class Observed:
    """Every request answered with open headers, counted, timed and logged as one line of JSON."""

    def __init__(self, app: ASGIApp, measured: Measured) -> None:
        self.app, self.measured = app, measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_OPEN]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            seconds = perf_counter() - began
            self.measured.note(route, status, seconds)
            if _LOG.isEnabledFor(logging.INFO):
                client = scope.get("client") or ("",)
                fields = {"route": route, "status": status, "ms": round(seconds * 1000, 1), "client": client[0]}
                _LOG.info(json.dumps(fields))


def application(dump: Path, limits: Limits) -> Starlette:
    """Give the application that serves a dump.

    Args:
        dump: N-Quads as `build` writes them; when the file changes, its new content is loaded and served.
        limits: what a request may use.
    """
    measured = Measured()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        place = await asyncio.to_thread(places.prepare, dump)
        pool = Pool(place.folder, limits)
        await pool.start()
        service = app.state.service = Service(dump, place, pool, limits, kept(place.folder), Shelf())
        await asyncio.to_thread(places.sweep, dump, place)
        watch = asyncio.create_task(_watch(service))
        yield
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await pool.close()

    async def metrics(request: Request) -> Response:
        for what, number in _service(request).pool.state.items():
            measured.pool.labels(what).set(number)
        return Response(generate_latest(measured.registry), media_type="text/plain; version=0.0.4; charset=utf-8")

    read = ["GET", "POST", "OPTIONS"]
    packing = [Middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)]  # workers pack what they answer
    routes = [
        Route("/sparql", _sparql, methods=read),
        Route("/id/{name:path}", _read),  # routes are tried in their order: first what is asked for most
        *(Route(path, _description, middleware=packing) for path in ("/.well-known/void", f"/{DESCRIPTION}")),
        *(Route(path, _dumps) for path in ("/data", "/data.{tag}.html")),
        Route("/data/{name}", _dump),
        Route("/", _first_page),
        Route("/index.{tag}.html", _read),
        *(Route(path, _form) for name in ("search", "query") for path in (f"/{name}", f"/{name}.{{tag}}.html")),
        Route(f"/{ONTOLOGY}/{CONTEXT.name}", _context, middleware=packing),
        *(Route(path, _read) for path in (f"/{ONTOLOGY}", f"/{ONTOLOGY}.{{ending:path}}")),
        *(Route(at, _read) for at in ("/accuracy", "/accuracy.{tag}.html", "/subject/{name}", "/session/{name:path}")),
        Route("/static/{name:path}", _static, middleware=packing),
        *(Route(path, _crawled) for path in (f"/{ROBOTS}", f"/{MAP}", f"/{MAPS}/{{name}}")),
        Route("/healthz", _health),
        Route("/metrics", metrics),
    ]
    observed = [Middleware(Observed, measured=measured)]
    handlers = {Refused: _refused}
    return Starlette(routes=routes, middleware=observed, lifespan=lifespan, exception_handlers=handlers)  # type: ignore[arg-type]


async def _watch(service: Service) -> None:
    """Serve the new content of the dump when it is replaced; while it cannot be read, serve what was read before."""
    seen = places.stamp(service.dump)
    while True:
        await asyncio.sleep(_WATCHING)
        try:
            now = places.stamp(service.dump)
            if now == seen:
                continue
            seen = now
            fresh = await asyncio.to_thread(places.prepare, service.dump)
        except ResographError as error:
            _LOG.warning(json.dumps({"kept": service.place.version, "because": str(error)}))
            continue
        if fresh.version != service.place.version:
            service.place = fresh
            service.pool.replace(fresh.folder)
            _LOG.info(json.dumps({"serving": fresh.version}))


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _sparql(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    if request.method != "POST" and not _ASKS.search(request.scope["query_string"]) and not _asks(request):
        return await _description(request)
    service = _service(request)
    return await answer(request, service.pool, service.place.version, service.shelf, service.limits)


def _asks(request: Request) -> bool:
    return "query" in request.query_params or "update" in request.query_params


async def _description(request: Request) -> Response:
    wanted = described_as(request.headers.get("accept", ""))
    if wanted is None or wanted.name not in {"ttl", "nt"}:
        wanted = described_as("text/turtle")
    address = str(request.base_url).rstrip("/")
    service = _service(request)
    folder = service.dump.parent
    files = await asyncio.to_thread(downloads, folder)
    titles = {tag: tongue.messages for tag, tongue in service.tongues.items()}
    quads = [
        *service_quads(address),
        *dataset_quads(counts(folder)),
        *download_quads(address, files, titles),
        *example_quads(),
    ]
    content = (
        turtle.text(quads) if wanted and wanted.name == "ttl" else "".join(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    )
    return Response(content, media_type=wanted.content_type if wanted else None, headers={"Vary": "Accept"})


async def _dumps(request: Request) -> Response:
    service = _service(request)
    files = await asyncio.to_thread(downloads, service.dump.parent)
    return await listed(request, service.pool, files, service.tongues)


async def _dump(request: Request) -> Response:
    name = request.path_params["name"]
    path = _service(request).dump.parent / name
    if name not in DUMPS or not path.is_file():
        raise Refused(404, f"There is no dump of that name here. There are: {', '.join(sorted(DUMPS))}.")
    return FileResponse(path, filename=name)


async def _first_page(request: Request) -> Response:
    return first_page(request, _service(request).tongues)


async def _read(request: Request) -> Response:
    service = _service(request)
    return await read(request, service.pool, service.place.version, service.shelf, service.tongues)


async def _crawled(request: Request) -> Response:
    return await crawled(request, _service(request).pool)


async def _form(request: Request) -> Response:
    service = _service(request)
    name = request.url.path.lstrip("/").partition(".")[0]
    return await filled(request, name, service.pool, service.place.version, service.tongues, service.limits)


async def _static(request: Request) -> Response:
    return static(request.path_params["name"])


async def _context(_request: Request) -> Response:
    return context()


async def _health(request: Request) -> Response:
    service = _service(request)
    return Response(
        json.dumps({"status": "ok", "data": service.place.version, **service.pool.state}), media_type="application/json"
    )


async def _refused(_request: Request, error: Refused) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    if error.status in {408, 413}:  # what else the client sends is no request
        headers["Connection"] = "close"
    return PlainTextResponse(f"{error.text}\n", status_code=error.status, headers=headers)
