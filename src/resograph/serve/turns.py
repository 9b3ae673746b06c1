"""Who waits for a worker, client by client: the next is of the client that has used least, and its own come in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator

from resograph.serve.process import Process

Ticket = asyncio.Future[Process]


class Turns:
    """Requests that wait."""

    def __init__(self) -> None:
        self._of: dict[str, deque[Ticket]] = {}
        self.count = 0

    def of(self, client: str) -> int:
        """Give how many of a client wait."""
        return len(self._of.get(client, ()))

    def __iter__(self) -> Iterator[str]:
        """Give the clients of whom requests wait."""
        return iter(self._of)

    def add(self, client: str) -> Ticket:
        """Give a place to wait at, behind those of the same client."""
        ticket: Ticket = asyncio.get_running_loop().create_future()
        self._of.setdefault(client, deque()).append(ticket)
        self.count += 1
        return ticket

    def drop(self, client: str, ticket: Ticket) -> None:
        """Let one wait no longer."""
        waiting = self._of.get(client)
        if waiting and ticket in waiting:
            waiting.remove(ticket)
            self.count -= 1
            if not waiting:
                del self._of[client]

    def next(self, may: Callable[[str], bool], used: Callable[[str], float]) -> tuple[str, Ticket] | None:
        """Give who is next and forget that it waits; None if nobody is.

        Args:
            may: says whether a client may have a worker now.
            used: what a client has used.
        """
        while able := [client for client in self._of if may(client)]:
            client = min(able, key=used) if len(able) > 1 else able[0]
            ticket = self._of[client][0]
            self.drop(client, ticket)
            if not ticket.done():
                return client, ticket
        return None
