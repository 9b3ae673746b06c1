"""A worker as the server sees it: a process that answers one thing after another, and can be ended at any moment."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from time import clock_gettime, monotonic
from typing import Any, cast

from resograph.serve.frames import HEAD, Reply, Status, frame

_ANSWERS = 1  # the file descriptor on which a worker answers
# A query that computes so long lets all others go before it: it has missed its moment, theirs is now. Where the machine
# has other work, one that only waited for a processor would never get one after that.
_LONG = 1.0
_SOON = 0.02
_LAST = 19
# The clock of what a process has computed is named by its id and this (clock_getcpuclockid(3)).
_USED = 2


class Behind(ConnectionError):  # noqa: N818 - no fault of what was asked
    """A worker ended with what was asked before; it had not begun with this."""


class Asked:
    """A request that a worker has: who waits for the answer, how long it may take, when the worker began with it."""

    __slots__ = ("answer", "began", "seconds")

    def __init__(self, answer: asyncio.Future[Reply], seconds: float) -> None:
        self.answer, self.seconds = answer, seconds
        self.began: float | None = None


class Process(asyncio.SubprocessProtocol):
    """The two pipes to a worker; callbacks and no streams, which would cost more than most queries.

    Args:
        place: folder of the store that the worker reads.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[int] = loop.create_future()
        # A worker says first that it is ready, and may say so before anybody waits for it.
        self._ready = Asked(loop.create_future(), 0.0)
        self._asked = deque([self._ready])
        self._read = bytearray()
        self._timers: tuple[asyncio.TimerHandle, ...] = ()
        self.yields = False
        self.took = 0.0
        # What the pool knows of it: whom it works for, whether for pages only, whether it is to end.
        self.clients: list[str] = []
        self.on_pages = self.ending = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Know the process and its pipes."""
        self._process = cast("asyncio.SubprocessTransport", transport)
        self._requests = cast("asyncio.WriteTransport", self._process.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take a part of an answer, or of several; give those that are whole to who waits."""
        if fd != _ANSWERS:
            return
        self._read += data
        while len(self._read) >= HEAD.size:
            status, described, length = HEAD.unpack_from(self._read)
            end = HEAD.size + described
            if len(self._read) < end + length:
                return
            about = _told(bytes(self._read[HEAD.size : end])) if described else {}
            with memoryview(self._read) as whole:
                reply = Reply(Status(status), bytes(whole[end : end + length]), about)
            del self._read[: end + length]
            self._answer(reply)

    def _answer(self, reply: Reply) -> None:
        """Give an answer to who waits for it; the next request, if there is one, has its own time from now on."""
        self._rest()
        asked = self._asked.popleft()
        if not asked.answer.done():
            asked.answer.set_result(reply)
        if self._asked:
            self._begin()

    def _begin(self) -> None:
        """Know that the worker is at the first request now."""
        loop, asked = asyncio.get_running_loop(), self._asked[0]
        asked.began = monotonic()
        long = asked.seconds if asked is self._ready else _LONG
        self._timers = (
            loop.call_later(asked.seconds, expire, asked.answer),
            loop.call_later(long, self._look, self._computed()),
        )

    def _rest(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers = ()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls it
        """Tell who waits that there will be no answer."""
        if fd == _ANSWERS:
            self._lose()

    def process_exited(self) -> None:
        """Tell who waits how it ended."""
        self.ended.set_result(self._process.get_returncode() or 0)
        self._lose()

    def _lose(self) -> None:
        self._rest()
        for place, asked in enumerate(self._asked):
            if not asked.answer.done():
                asked.answer.set_exception(Behind() if place else ConnectionResetError())

    def _computed(self) -> float:
        """Give the seconds that the process has computed; where the system does not say, those that passed."""
        if sys.platform != "linux":
            return monotonic()
        with suppress(OSError):
            return clock_gettime(~self.process_id << 3 | _USED)
        return 0.0

    def _look(self, before: float) -> None:
        """Have it let others go first when it has computed for long."""
        left = before + _LONG - self._computed()
        if left > _SOON:
            self._timers = (*self._timers[:1], asyncio.get_running_loop().call_later(left, self._look, before))
        else:
            self._yield()

    def _yield(self) -> None:
        """Let other processes go first, from now on: only the system's keeper could take that back."""
        self.yields = True
        with suppress(OSError):
            if sys.platform == "linux":  # sched(7): it makes way at once, and its processor counts as free
                os.sched_setscheduler(self._process.get_pid(), os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self._process.get_pid(), _LAST)

    @property
    def process_id(self) -> int:
        """Give the id of the process."""
        return self._process.get_pid()

    async def ask(self, payload: bytes, seconds: float) -> Reply:
        """Send a request and give the answer; `took` is then how long the worker was at it.

        Args:
            payload: the request; empty waits for what the worker says first.
            seconds: how long to wait from when the worker begins with it.

        Raises:
            ConnectionError: the worker has ended.
            TimeoutError: it has not answered in time; from then on it can only be ended.
        """
        asked = self._ready
        asked.seconds = seconds
        if payload:
            self.took = 0.0
            if self.ended.done() or self._requests.is_closing():  # uvloop would raise what asyncio does not
                raise Behind if self._asked else ConnectionResetError
            asked = Asked(asyncio.get_running_loop().create_future(), seconds)
            self._asked.append(asked)
            self._requests.write(frame(0, payload))
        if self._asked and self._asked[0] is asked:
            self._begin()
        try:
            return await asked.answer
        finally:
            self.took = 0.0 if asked.began is None else monotonic() - asked.began

    async def end(self) -> int:
        """Kill the process, and give how it ended."""
        with suppress(ProcessLookupError):
            self._process.kill()
        status = await asyncio.shield(self.ended)
        self._process.close()
        return status


@lru_cache(maxsize=64)
def _told(about: bytes) -> dict[str, Any]:
    """Give what a worker says of an answer: of most pages the same."""
    told: dict[str, Any] = json.loads(about)
    return told


def expire(future: asyncio.Future[Any]) -> None:
    """Tell who waits that it took too long: the one timer that a query needs, where asyncio.timeout would cost more."""
    if not future.done():
        future.set_exception(TimeoutError())


async def born(place: Path, memory: int, answer: int, seconds: float) -> Process:
    """Start a worker, and give it when it is ready.

    Args:
        place: folder of the store.
        memory: bytes that a request may take.
        answer: bytes of the largest answer.
        seconds: how long to wait.

    Raises:
        ConnectionError: it ended.
        TimeoutError: it is not ready in time.
        OSError: it cannot be started.
    """
    command = (sys.executable, "-m", "resograph.serve.worker", str(place), str(memory), str(answer))
    loop = asyncio.get_running_loop()
    _, process = await loop.subprocess_exec(lambda: Process(place), *command, stderr=None)
    try:
        await process.ask(b"", seconds)
    except BaseException:
        await process.end()
        raise
    return process
