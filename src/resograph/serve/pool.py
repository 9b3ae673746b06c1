"""Workers, and who may use them: each request gets one process for itself, clients take turns by what they have used."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from resograph.serve.frames import HEAD, Reply, Status, frame
from resograph.serve.limits import Limits
from resograph.serve.protocol import Refused
from resograph.serve.shares import Shares

# A worker that something outside has killed is no fault of the query: it is asked again, so many times.
_AGAIN = 3
_STARTING = 30.0


@dataclass(slots=True, eq=False)
class _Worker:
    process: asyncio.subprocess.Process
    place: Path

    async def ask(self, payload: bytes) -> Reply:
        """Send a request and give the answer."""
        reader, writer = self.process.stdout, self.process.stdin
        assert reader is not None  # noqa: S101 - both are pipes
        assert writer is not None  # noqa: S101
        if writer.is_closing():  # uvloop would raise what asyncio does not
            raise ConnectionResetError
        if payload:
            writer.write(frame(0, payload))
        status, described, length = HEAD.unpack(await reader.readexactly(HEAD.size))
        about = json.loads(await reader.readexactly(described)) if described else {}
        return Reply(Status(status), await reader.readexactly(length), about)

    async def end(self) -> int:
        """Kill the process, and give how it ended."""
        with suppress(ProcessLookupError):
            self.process.kill()
        return await self.process.wait()


@dataclass(slots=True, eq=False)
class _Ticket:
    client: str
    turn: asyncio.Future[_Worker]


class Pool:
    """Processes that answer from one store, shared among clients.

    Args:
        place: folder of the store.
        limits: what each may use.
    """

    def __init__(self, place: Path, limits: Limits) -> None:
        self.place, self.limits = place, limits
        self.shares = Shares(limits.window)
        self.counts: Counter[str] = Counter()
        self._idle: list[_Worker] = []
        self._waiting: list[_Ticket] = []
        self._running: Counter[str] = Counter()
        self._all: set[_Worker] = set()
        self._births: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start the workers, and wait until they are ready.

        Raises:
            Refused: the store cannot be opened.
        """
        started = await asyncio.gather(*(self._born() for _ in range(self.limits.workers)))
        for worker in started:
            self._offer(worker)

    async def _born(self) -> _Worker:
        limits = self.limits
        command = (sys.executable, "-m", "resograph.serve.worker")
        given = (str(self.place), str(limits.memory), str(limits.answer))
        process = await asyncio.create_subprocess_exec(
            *command, *given, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True
        )
        worker = _Worker(process, self.place)
        self._all.add(worker)
        try:
            await asyncio.wait_for(worker.ask(b""), _STARTING)
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.CancelledError) as error:
            self._all.discard(worker)
            await worker.end()
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Refused(503, "The data cannot be opened at the moment. Try again.", 5) from None
        return worker

    def replace(self, place: Path) -> None:
        """Answer from another store from now on; what is running ends on the old one."""
        self.place = place
        idle, self._idle = self._idle, []
        for worker in idle:
            self._bury(worker)

    async def run(self, client: str, asked: Mapping[str, object]) -> Reply:
        """Give the answer of a worker.

        Cancelling this kills the worker that was at it.

        Args:
            client: who asks, as far as the server knows.
            asked: what the worker is to do.

        Raises:
            Refused: it takes too long or too much memory, the client has used its share, or too many wait.
        """
        payload = json.dumps(asked).encode()
        for _ in range(_AGAIN):
            worker = await self._turn(client)
            found = await self._answered(client, worker, payload)
            if found is not None:
                return found
        raise Refused(503, "The server loses its workers at the moment. Try again.", 5)

    async def _answered(self, client: str, worker: _Worker, payload: bytes) -> Reply | None:
        """Give the answer of a worker, None if something outside ended it."""
        began, healthy = monotonic(), False
        try:
            async with asyncio.timeout(self.limits.seconds):
                found = await worker.ask(payload)
            healthy = True
        except TimeoutError:
            self.counts["late"] += 1
            raise Refused(504, f"The query took longer than {self.limits.seconds:g} s. Narrow it.") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            status = await worker.end()
            self.counts["died"] += 1
            if status == -signal.SIGKILL:
                return None
            raise _needs_memory(self.limits) from None
        finally:
            self._running[client] -= 1
            self.shares.charge(client, monotonic() - began, monotonic())
            if healthy:
                self._offer(worker)
            else:
                self._bury(worker)
        if found.status == Status.NO_MEMORY:
            raise _needs_memory(self.limits)
        return found

    async def _turn(self, client: str) -> _Worker:
        limits, now = self.limits, monotonic()
        if wait := self.shares.until(client, limits.share, now):
            self.counts["over share"] += 1
            raise Refused(429, f"You have used your {limits.share:g} query seconds. Wait {wait} s.", wait)
        if self._idle and not self._waiting and self._may(client):
            self._running[client] += 1
            return self._idle.pop()
        if sum(t.client == client for t in self._waiting) >= limits.waiting_each:
            self.counts["too many"] += 1
            raise Refused(429, f"{limits.waiting_each} of your requests are waiting. Send fewer at a time.", 1)
        if len(self._waiting) >= limits.waiting:
            self.counts["busy"] += 1
            raise Refused(503, "Too many requests are waiting. Try again in a moment.", 5)
        ticket = _Ticket(client, asyncio.get_running_loop().create_future())
        self._waiting.append(ticket)
        self._serve_waiting()
        try:
            return await asyncio.wait_for(ticket.turn, limits.seconds)
        except TimeoutError:
            self.counts["busy"] += 1
            raise Refused(503, "No worker was free in time. Try again in a moment.", 5) from None
        except asyncio.CancelledError:
            if ticket.turn.done() and not ticket.turn.cancelled():
                self._running[client] -= 1
                self._offer(ticket.turn.result())
            raise
        finally:
            if ticket in self._waiting:
                self._waiting.remove(ticket)

    def _may(self, client: str) -> bool:
        """Say whether a client may have one worker more: the last one is kept for others, where there are several."""
        return self._running[client] < max(1, self.limits.workers - 1)

    def _serve_waiting(self) -> None:
        """Give idle workers to those who wait: first to whom has used least, then to whom came first."""
        now = monotonic()
        while self._idle:
            able = [t for t in self._waiting if self._may(t.client) and not t.turn.done()]
            if not able:
                return
            ticket = min(able, key=lambda t: self.shares.used(t.client, now))
            self._waiting.remove(ticket)
            self._running[ticket.client] += 1
            ticket.turn.set_result(self._idle.pop())

    def _offer(self, worker: _Worker) -> None:
        if worker.place != self.place or self._closed:
            self._bury(worker)
            return
        self._idle.append(worker)
        self._serve_waiting()

    def _bury(self, worker: _Worker) -> None:
        """End a worker, and have another born in its place."""
        task = asyncio.get_running_loop().create_task(self._reborn(worker))
        self._births.add(task)
        task.add_done_callback(self._births.discard)

    async def _reborn(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.end()
        while not self._closed:
            try:
                born = await self._born()
            except (Refused, OSError):
                await asyncio.sleep(1)
            else:
                self._offer(born)
                return

    @property
    def state(self) -> dict[str, int]:
        """Give how many workers there are, how many are idle, and how many requests wait."""
        return {"workers": len(self._all), "idle": len(self._idle), "waiting": len(self._waiting)}

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Give the process ids of the workers."""
        return tuple(worker.process.pid for worker in self._all)

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for task in tuple(self._births):
            task.cancel()
        await asyncio.gather(*self._births, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in tuple(self._all)))
        self._all.clear()
        self._idle.clear()


def _needs_memory(limits: Limits) -> Refused:
    mib = limits.memory // (1024 * 1024)
    return Refused(507, f"The query needs more than {mib} MiB of memory. Narrow it, or drop ORDER BY and GROUP BY.")
