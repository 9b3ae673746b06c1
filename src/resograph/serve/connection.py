"""A connection that may not dawdle: whoever sends no whole request in time, or does not take the answer, loses it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# A head is a few hundred bytes; uvicorn itself waits for it without end.
HEAD_SECONDS = 10.0


class Connection(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a time limit on the head of the first request and on reading answers."""

    sending: ClassVar = 60.0
    _patience: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the head of a request."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(HEAD_SECONDS, transport.abort)

    def on_headers_complete(self) -> None:
        """Stop waiting: the head is here."""
        if self._patience:
            self._patience.cancel()
            self._patience = None
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def _watch(self, left: int) -> None:
        self._reading = self.loop.call_later(self.sending, self._look, left // 2)

    def _look(self, most: int) -> None:
        """Go on waiting for a client that has read half of what it had to read; what waits takes memory."""
        left = self.transport.get_write_buffer_size()
        if left > most:
            self.transport.abort()
        else:
            self._watch(left)

    def resume_writing(self) -> None:
        """Stop waiting: nearly all is read."""
        super().resume_writing()
        if self._reading:
            self._reading.cancel()
            self._reading = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting: nobody is there."""
        for timer in (self._patience, self._reading):
            if timer:
                timer.cancel()
        super().connection_lost(exc)


def patient(seconds: float) -> type[Connection]:
    """Give the kind of connection whose clients must take half of what waits for them in so many seconds."""
    return type("Patient", (Connection,), {"sending": seconds})
