"""A worker as the server sees it: a process that is asked one thing at a time, and can be ended at any moment."""

from __future__ import annotations

import asyncio
import json
import os
import sys
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
        self._reply: asyncio.Future[Reply] | None = loop.create_future()
        self._read = bytearray()
        self.yields = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Know the process and its pipes."""
        self._process = cast("asyncio.SubprocessTransport", transport)
        self._requests = cast("asyncio.WriteTransport", self._process.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take a part of an answer; when it is whole, give it to who waits."""
        self._read += data
        if fd != _ANSWERS or len(self._read) < HEAD.size:
            return
        status, described, length = HEAD.unpack_from(self._read)
        end = HEAD.size + described
        if len(self._read) < end + length:
            return
        about = _told(bytes(self._read[HEAD.size : end])) if described else {}
        with memoryview(self._read) as whole:
            reply = Reply(Status(status), bytes(whole[end : end + length]), about)
        self._read.clear()
        if self._reply and not self._reply.done():
            self._reply.set_result(reply)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio calls it
        """Tell who waits that there will be no answer."""
        if fd == _ANSWERS:
            self._lose()

    def process_exited(self) -> None:
        """Tell who waits how it ended."""
        self.ended.set_result(self._process.get_returncode() or 0)
        self._lose()

    def _lose(self) -> None:
        if self._reply and not self._reply.done():
            self._reply.set_exception(ConnectionResetError())

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
            self._slow = asyncio.get_running_loop().call_later(left, self._look, before)
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
        """Send a request and give the answer.

        Args:
            payload: the request; empty waits for what the worker says first.
            seconds: how long to wait.

        Raises:
            ConnectionError: the worker has ended.
            TimeoutError: it has not answered in time; from then on it can only be ended.
        """
        loop = asyncio.get_running_loop()
        if payload:
            if self.ended.done() or self._requests.is_closing():  # uvloop would raise what asyncio does not
                raise ConnectionResetError
            self._reply = loop.create_future()
            self._requests.write(frame(0, payload))
        assert self._reply is not None  # noqa: S101 - there is one from the beginning
        late = loop.call_later(seconds, expire, self._reply)
        self._slow = loop.call_later(_LONG if payload else seconds, self._look, self._computed())
        try:
            return await self._reply
        finally:
            late.cancel()
            self._slow.cancel()
            self._reply = None  # a large answer is not kept here

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
