"""A connection that may not dawdle: whoever opens one and sends no whole request in time loses it."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# A head is a few hundred bytes; uvicorn itself waits for it without end.
HEAD_SECONDS = 10.0


class Connection(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a time limit on the head of the first request."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the head of a request."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(HEAD_SECONDS, transport.abort)

    def on_headers_complete(self) -> None:
        """Stop waiting: the head is here."""
        self._rest()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting: nobody is there."""
        self._rest()
        super().connection_lost(exc)

    def _rest(self) -> None:
        if self._patience:
            self._patience.cancel()
            self._patience = None
