"""Who waits for a worker: who came first is next, but nobody before a client that has used much less."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Iterator

from resograph.serve.process import Process

Ticket = asyncio.Future[Process]
Place = tuple[int, Ticket, bool]
# Seconds that one client may have used more than another before it has to stand back. Were it nothing, a client whose
# small query was kept a moment by chance would wait until each other client had used as much.
_EVEN = 1.0


class Turns:
    """Requests that wait."""

    def __init__(self) -> None:
        self._of: dict[str, deque[Place]] = {}
        self._came = itertools.count()
        self.count = 0

    def of(self, client: str) -> int:
        """Give how many of a client wait."""
        return len(self._of.get(client, ()))

    def __iter__(self) -> Iterator[str]:
        """Give the clients of whom requests wait."""
        return iter(self._of)

    def add(self, client: str, *, page: bool) -> Ticket:
        """Give a place to wait at, behind those of the same client; `page` says what for."""
        ticket: Ticket = asyncio.get_running_loop().create_future()
        self._of.setdefault(client, deque()).append((next(self._came), ticket, page))
        self.count += 1
        return ticket

    def drop(self, client: str, ticket: Ticket) -> None:
        """Let one wait no longer."""
        waiting = self._of.get(client, ())
        for place, (_, other, _) in enumerate(waiting):
            if other is ticket:
                del self._of[client][place]
                self.count -= 1
                break
        if not waiting:
            self._of.pop(client, None)

    def next(self, may: Callable[[str, bool], bool], used: Callable[[str], float]) -> tuple[str, Ticket, bool] | None:
        """Give who is next, with what it waits at and whether that is for a page; None if nobody is.

        Args:
            may: says whether a client may have a worker now, for a page or for anything else.
            used: what a client has used.
        """
        while able := [(waiting[0], client) for client, waiting in self._of.items() if may(client, waiting[0][2])]:
            (_, ticket, page), client = min(able)  # by when it came: no two came at once
            if used(client) > _EVEN:  # else nobody has used much less
                least = min(used(other) for _, other in able)
                (_, ticket, page), client = min(each for each in able if used(each[1]) <= least + _EVEN)
            if not ticket.done():
                return client, ticket, page
            self.drop(client, ticket)
        return None
