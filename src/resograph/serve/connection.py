"""A connection that may not dawdle: whoever sends no whole request in time, or does not take the answer, loses it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# A head is a few hundred bytes, with the largest query 64 KiB; uvicorn itself takes any head, and waits for it without end.
HEAD_SECONDS = 10.0
HEAD_BYTES = 256 * 1024
# The endpoint answers a slow body with 408 before that; elsewhere nobody reads a body.
BODY_SECONDS = 20.0


class Connection(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with bounds on what a request takes to arrive and an answer takes to be read."""

    sending: ClassVar = 60.0
    _in_head = _in_body = _began = False
    _size = 0
    _arriving: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the head of a request."""
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; one that came whole, as nearly all do, needs no timer."""
        head, body, self._began = self._in_head, self._in_body, False
        super().data_received(data)
        if not self._in_head and not self._in_body:
            if head or body or self._began:
                self._wait(None)
            elif not self._arriving and (self.cycle is None or self.cycle.response_complete):
                self._wait(HEAD_SECONDS)  # line breaks before a request that never comes
        elif self._in_head:
            self._size = self._size + len(data) if head else len(data)
            if self._size > HEAD_BYTES:
                self.transport.abort()
            elif not head:
                self._wait(HEAD_SECONDS)
        elif not body:
            self._wait(BODY_SECONDS)

    def on_message_begin(self) -> None:
        """Know that a request has begun."""
        self._in_head = self._began = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Know that the head is here."""
        self._in_head, self._in_body = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Know that all is here."""
        self._in_body = False
        super().on_message_complete()

    def _wait(self, seconds: float | None) -> None:
        if self._arriving:
            self._arriving.cancel()
        self._arriving = self.loop.call_later(seconds, self.transport.abort) if seconds else None

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
        for timer in (self._arriving, self._reading):
            if timer:
                timer.cancel()
        super().connection_lost(exc)


def patient(seconds: float) -> type[Connection]:
    """Give the kind of connection whose clients must take half of what waits for them in so many seconds."""
    return type("Patient", (Connection,), {"sending": seconds})
