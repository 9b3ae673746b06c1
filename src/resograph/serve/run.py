"""The server process: prepare the store, listen, stop cleanly."""

from __future__ import annotations

import logging
from pathlib import Path

from resograph.errors import InputError
from resograph.serve import place
from resograph.serve.limits import Limits

_GRACE = 5


def run(dump: Path, host: str, port: int, limits: Limits, *, proxied: bool = False, quiet: bool = False) -> None:
    """Serve a dump until the process is asked to stop (SIGTERM, Ctrl-C).

    Args:
        dump: N-Quads as `build` writes them.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        limits: what a request may use.
        proxied: a reverse proxy on this machine stands before it and names the clients.
        quiet: log warnings only.

    Raises:
        InputError: the dump cannot be read.
        OutputError: its store cannot be written beside it.
    """
    import uvicorn

    from resograph.serve.app import application
    from resograph.serve.connection import patient

    if not dump.is_file():
        raise InputError(f"{dump}: no such file. “resograph build” writes it.")
    place.prepare(dump)
    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, format="%(message)s")
    config = uvicorn.Config(
        application(dump, limits),
        host=host,
        port=port,
        http=patient(limits.sending),
        loop="auto",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        limit_concurrency=limits.connections,
        timeout_keep_alive=int(limits.reading),
        timeout_graceful_shutdown=_GRACE,
        proxy_headers=proxied,
    )
    uvicorn.Server(config).run()
