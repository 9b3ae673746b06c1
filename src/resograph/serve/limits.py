"""What one query, one client and the whole server may use: values, so that a test can set them low."""

from __future__ import annotations

from dataclasses import dataclass

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server; docs/serving.md explains each to its users.

    Args:
        workers: processes that answer queries.
        seconds: how long one query may take.
        memory: bytes of memory that a query may take beyond what the open store takes.
        answer: bytes of the largest answer.
        body: bytes of the largest request.
        waiting: requests that may wait in all.
        waiting_each: requests of one client that may wait.
        share: query seconds that a client may use in each `window`.
        window: seconds.
        reading: seconds that a client may take to send its request.
        sending: seconds in which a client must read half of what waits for it.
        connections: connections at a time.
    """

    workers: int = 2
    seconds: float = 30.0
    memory: int = 1024 * MIB
    answer: int = 64 * MIB
    body: int = 64 * KIB
    waiting: int = 256
    waiting_each: int = 32
    share: float = 120.0
    window: float = 300.0
    reading: float = 15.0
    sending: float = 60.0
    connections: int = 1000
