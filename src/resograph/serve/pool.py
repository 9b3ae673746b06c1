"""Workers, and who may use them: each request gets one process for itself, clients take turns by what they have used."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

from resograph.serve.frames import Reply, Status
from resograph.serve.limits import Limits
from resograph.serve.process import Behind, Process, born, expire
from resograph.serve.protocol import Refused
from resograph.serve.shares import Shares
from resograph.serve.turns import Turns

# A worker that something outside has killed is no fault of the query: it is asked again, so many times.
_AGAIN = 3
_STARTING = 30.0
# So many pages a worker may have at a time: it begins with the next without having to be woken for it.
_AHEAD = 3
_OUTSIDE = frozenset(-number for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP))
# How Python ends on a fault of the program; out of memory, a worker ends by a signal.
_FAULT = 1
# What a client is charged that has cost the server a worker: another must start.
_BIRTH = 1.0


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
        self._idle: list[Process] = []
        self._waiting = Turns()
        self._running: dict[str, int] = {}
        self._all: set[Process] = set()
        self._births: set[asyncio.Task[None]] = set()
        self._closed = False
        self._most = max(1, limits.workers - 1)

    async def start(self) -> None:
        """Start the workers, and wait until they are ready.

        Raises:
            Refused: the store cannot be opened.
        """
        started = await asyncio.gather(*(self._born() for _ in range(self.limits.workers)))
        for worker in started:
            self._offer(worker)

    async def _born(self) -> Process:
        limits = self.limits
        try:
            worker = await born(self.place, limits.memory, limits.answer, _STARTING)
        except (TimeoutError, ConnectionError):
            raise Refused(503, "The data cannot be opened at the moment. Try again.", 5) from None
        self._all.add(worker)
        worker.ended.add_done_callback(lambda _: self._lost(worker))
        return worker

    def _lost(self, worker: Process) -> None:
        """Replace a worker that something ended while nobody used it: who comes next must not wait for that."""
        if worker in self._idle and not self._closed:
            self._idle.remove(worker)
            self._bury(worker)

    def replace(self, place: Path) -> None:
        """Answer from another store from now on; what is running ends on the old one."""
        self.place = place
        idle, self._idle = self._idle, []
        for worker in idle:
            self._bury(worker)

    async def run(self, client: str, asked: Mapping[str, object] | str, *, page: bool = False) -> Reply:
        """Give the answer of a worker.

        Cancelling this kills the worker that was at it.

        Args:
            client: who asks, as far as the server knows.
            asked: what the worker is to do; it may be JSON already.
            page: it is one of the small things that a worker may be given before it has answered the last of them.

        Raises:
            Refused: it takes too long or too much memory, the client has used its share, or too many wait.
        """
        payload = (asked if isinstance(asked, str) else json.dumps(asked)).encode()
        for _ in range(_AGAIN):
            worker = await self._turn(client, page=page)
            found = await self._answered(client, worker, payload)
            if found is not None:
                return found
        raise Refused(503, "The server loses its workers at the moment. Try again.", 5)

    async def _answered(self, client: str, worker: Process, payload: bytes) -> Reply | None:
        """Give the answer of a worker, None if something outside ended it."""
        healthy, cost = False, _BIRTH
        try:
            found = await worker.ask(payload, self.limits.seconds)
            healthy, cost = True, 0.0
        except TimeoutError:
            self.counts["late"] += 1
            raise Refused(504, f"The query took longer than {self.limits.seconds:g} s. Narrow it.") from None
        except Behind:
            cost = 0.0
            return None
        except ConnectionError:
            took, status = worker.took, await worker.end()
            worker.took = took
            self.counts["died"] += 1
            if status in _OUTSIDE:
                cost = 0.0
                return None
            if status == _FAULT:
                raise Refused(500, "The server has a fault that this request brought out. Its log has more.") from None
            raise _needs_memory(self.limits) from None
        finally:
            self.shares.charge(client, worker.took + cost, monotonic())
            self._give_back(client, worker, healthy=healthy and not worker.yields)
        if found.status == Status.NO_MEMORY:
            raise _needs_memory(self.limits)
        return found

    def _free(self, client: str, *, page: bool) -> Process | None:
        """Give a worker for a request: an idle one, for a page else one that is at other pages; None if there is none."""
        may = self._may(client)
        if self._idle and may:
            return self._idle[-1]
        if not page:
            return None
        found = [worker for worker in self._with_room() if may or client in worker.clients]
        return min(found, key=lambda worker: len(worker.clients)) if found else None

    def _with_room(self) -> list[Process]:
        """Give the workers that can take one page more."""
        return [
            worker for worker in self._all
            if worker.on_pages and 0 < len(worker.clients) < _AHEAD and worker.place is self.place and not worker.ending
        ]  # fmt: skip

    def _take(self, client: str, worker: Process, *, page: bool) -> Process:
        self._running[client] = self._running.get(client, 0) + 1
        if not worker.clients:
            self._idle.remove(worker)
            worker.on_pages = page
        worker.clients.append(client)
        return worker

    def _give_back(self, client: str, worker: Process, *, healthy: bool) -> None:
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        worker.clients.remove(client)
        if not healthy:
            self._bury(worker)
        elif not worker.clients and not worker.ending:
            self._offer(worker)
        else:
            self._serve_waiting()

    async def _turn(self, client: str, *, page: bool) -> Process:
        limits = self.limits
        if wait := self.shares.until(client, limits.share, monotonic()):
            self.counts["over share"] += 1
            raise Refused(429, f"You have used your {limits.share:g} query seconds. Wait {wait} s.", wait)
        if not self._waiting.count and (worker := self._free(client, page=page)):
            return self._take(client, worker, page=page)
        if self._waiting.of(client) >= limits.waiting_each:
            self.counts["too many"] += 1
            raise Refused(429, f"{limits.waiting_each} of your requests are waiting. Send fewer at a time.", 1)
        if self._waiting.count >= limits.waiting:
            self.counts["busy"] += 1
            raise Refused(503, "Too many requests are waiting. Try again in a moment.", 5)
        return await self._waited(client, page=page)

    async def _waited(self, client: str, *, page: bool) -> Process:
        ticket = self._waiting.add(client, page=page)
        late = asyncio.get_running_loop().call_later(self.limits.seconds, expire, ticket)
        self._serve_waiting()
        try:
            return await ticket
        except TimeoutError:
            self.counts["busy"] += 1
            raise Refused(503, "No worker was free in time. Try again in a moment.", 5) from None
        except asyncio.CancelledError:
            if ticket.done() and not ticket.cancelled() and not ticket.exception():  # it left in the moment of its turn
                self._give_back(client, ticket.result(), healthy=True)
            raise
        finally:
            late.cancel()
            self._waiting.drop(client, ticket)

    def _may(self, client: str) -> bool:
        """Say whether a client may have one worker more: the last one is kept for others, where there are several."""
        return self._running.get(client, 0) < self._most

    def _may_now(self, client: str, page: bool) -> bool:
        """Say whether it is any use to look for a worker for a client, for a page also where it has others already."""
        return self._may(client) or (page and any(client in worker.clients for worker in self._with_room()))

    def _serve_waiting(self) -> None:
        """Give workers to those who wait; who needs an idle one and is next is not overtaken by pages."""
        now = monotonic()
        while self._waiting.count and (self._idle or self._with_room()):
            found = self._waiting.next(self._may_now, lambda client: self.shares.used(client, now))
            if found is None:
                return
            client, ticket, page = found
            worker = self._free(client, page=page)
            if worker is None:
                return
            self._waiting.drop(client, ticket)
            ticket.set_result(self._take(client, worker, page=page))

    def _offer(self, worker: Process) -> None:
        if worker.place != self.place or self._closed:
            self._bury(worker)
            return
        self._idle.append(worker)
        self._serve_waiting()

    def _bury(self, worker: Process) -> None:
        """End a worker, and have another born in its place; who waits behind others for it asks another."""
        if worker.ending:
            return
        worker.ending = True
        task = asyncio.get_running_loop().create_task(self._reborn(worker))
        self._births.add(task)
        task.add_done_callback(self._births.discard)

    async def _reborn(self, worker: Process) -> None:
        await worker.end()
        self._all.discard(worker)  # not before: who closes the pool waits for all to end
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
        return {"workers": len(self._all), "idle": len(self._idle), "waiting": self._waiting.count}

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Give the process ids of the workers."""
        return tuple(worker.process_id for worker in self._all)

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
