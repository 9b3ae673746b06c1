"""Workers that something ends at any moment, and data that are replaced meanwhile: every request is answered, or told when to come again."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import uvloop
import zstandard

from resograph.distribution import FULL, downloads
from resograph.serve.frames import Reply, Status
from resograph.serve.limits import Limits
from resograph.serve.place import Place, prepare
from resograph.serve.pool import Pool
from resograph.serve.process import Behind, Process
from served import serving

LIMITS = Limits(seconds=20)
NUMBERS = itertools.count()
PAGE = {"do": "show", "address": "id/actor/interpol.en.html"}
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
WIDE = "SELECT * { ?s ?p ?o . ?t ?q ?o } LIMIT 60000"
Phase = Callable[[Pool, pytest.MonkeyPatch, Place], Awaitable[Reply]]


def query(text: str) -> dict[str, object]:
    fields = {"method": "POST", "type": "application/sparql-query", "accept": "text/csv", "url": "", "known": ""}
    return {"do": "query", **fields, "body": f"{text} # {next(NUMBERS)}", "version": "1"}


def kill(pool: Pool, number: int = signal.SIGKILL) -> None:
    for pid in pool.process_ids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


async def idle(pool: Pool, _: pytest.MonkeyPatch, __: Place) -> Reply:
    kill(pool)
    return await pool.run("client", PAGE)


async def idle_and_known(pool: Pool, _: pytest.MonkeyPatch, __: Place) -> Reply:
    before = pool.process_ids
    kill(pool)
    async with asyncio.timeout(20):
        while pool.state["idle"] < LIMITS.workers or set(before) & set(pool.process_ids):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert not pool.counts["died"]  # nobody had to find out
    return await pool.run("client", PAGE)


async def at_its_turn(pool: Pool, patch: pytest.MonkeyPatch, _: Place) -> Reply:
    ask = Process.ask
    killed: list[int] = []

    async def asked(self: Process, payload: bytes, seconds: float) -> Reply:
        if payload and not killed:
            killed.append(self.process_id)
            os.kill(self.process_id, signal.SIGKILL)
        return await ask(self, payload, seconds)

    patch.setattr(Process, "ask", asked)
    return await pool.run("client", PAGE)


async def computing(pool: Pool, _: pytest.MonkeyPatch, __: Place) -> Reply:
    running = asyncio.create_task(pool.run("client", query(CROSS + " LIMIT 1")))
    await asyncio.sleep(0.3)
    kill(pool)
    await asyncio.sleep(0.3)
    assert not running.done()  # it is asked again, of another worker
    running.cancel()
    return await pool.run("other", PAGE)


async def answering(pool: Pool, patch: pytest.MonkeyPatch, _: Place) -> Reply:
    received = Process.pipe_data_received
    killed: list[int] = []

    def part(self: Process, fd: int, data: bytes) -> None:
        if not killed and len(data) > 1000:
            killed.append(self.process_id)
            os.kill(self.process_id, signal.SIGKILL)
            data = data[: len(data) // 2]
        if self.process_id not in killed or len(killed) > 1:
            received(self, fd, data)

    patch.setattr(Process, "pipe_data_received", part)
    found = await pool.run("client", query(WIDE))
    assert killed
    assert len(found.content) > 1_000_000
    return found


async def being_born(pool: Pool, patch: pytest.MonkeyPatch, _: Place) -> Reply:
    made = Process.connection_made
    killed: list[int] = []

    def begun(self: Process, transport: asyncio.BaseTransport) -> None:
        made(self, transport)
        if len(killed) < LIMITS.workers:
            killed.append(self.process_id)
            os.kill(self.process_id, signal.SIGKILL)

    patch.setattr(Process, "connection_made", begun)
    kill(pool)
    found = await pool.run("client", PAGE)
    assert len(killed) == LIMITS.workers
    return found


async def ready_before_anybody_waits(pool: Pool, patch: pytest.MonkeyPatch, _: Place) -> Reply:
    ask = Process.ask

    async def asked(self: Process, payload: bytes, seconds: float) -> Reply:
        if not payload:
            await asyncio.sleep(2)
        return await ask(self, payload, min(seconds, 1))

    patch.setattr(Process, "ask", asked)
    kill(pool)
    return await pool.run("client", PAGE)


async def replaced(pool: Pool, _: pytest.MonkeyPatch, other: Place) -> Reply:
    old = pool.place
    asked = [asyncio.create_task(pool.run(f"client {n % 4}", PAGE)) for n in range(12)]
    for place in (other.folder, old, other.folder):
        await asyncio.sleep(0.02)
        pool.replace(place)
        kill(pool)
    assert {reply.status for reply in await asyncio.gather(*asked)} == {Status.DONE}
    found = await pool.run("client", query('SELECT * { ?s <http://x/is> "new" }'))
    assert b"http://x/new" in found.content
    return found


async def told_to_end(pool: Pool, _: pytest.MonkeyPatch, __: Place) -> Reply:
    before = pool.process_ids
    running = asyncio.create_task(pool.run("client", query(WIDE)))
    await asyncio.sleep(0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        kill(pool, number)
    found = await running
    assert pool.process_ids == before  # only the server ends them
    return found


async def without_a_processor(pool: Pool, _: pytest.MonkeyPatch, __: Place) -> Reply:
    before = pool.process_ids
    kill(pool, signal.SIGSTOP)
    asyncio.get_running_loop().call_later(1.5, kill, pool, signal.SIGCONT)
    found = await pool.run("client", PAGE)
    assert pool.process_ids == before  # it has not computed for long, and need not let others go first
    return found


async def at_pages_for_many(pool: Pool, _patch: pytest.MonkeyPatch, _other: Place) -> Reply:
    asked = [asyncio.create_task(pool.run(f"client {n}", PAGE, page=True)) for n in range(40)]
    await asyncio.sleep(0)
    assert {len(worker.clients) for worker in pool._all} == {3}
    for _ in range(2):
        await asyncio.sleep(0.01)
        kill(pool)
    assert {reply.status for reply in await asyncio.gather(*asked)} == {Status.DONE}
    assert not pool._running
    return await pool.run("client", PAGE, page=True)


async def at_pages_of_one_who_leaves(pool: Pool, _: pytest.MonkeyPatch, __: Place) -> Reply:
    asked = [asyncio.create_task(pool.run(f"client {n}", PAGE, page=True)) for n in range(6)]
    await asyncio.sleep(0.001)
    asked[0].cancel()
    replies = await asyncio.gather(*asked[1:])
    assert {reply.status for reply in replies} == {Status.DONE}
    async with asyncio.timeout(20):
        while pool.state["idle"] < LIMITS.workers:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (pool.state["workers"], pool._running) == (LIMITS.workers, {})  # one was born for the one that was ended
    return replies[0]


@pytest.fixture(scope="module")
def places(embedded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Place]:
    """Give the stores of the embedded data, and of those with a statement more."""
    dump = tmp_path_factory.mktemp("workers") / FULL
    dump.write_bytes(longer(embedded, "new"))
    return prepare(embedded / FULL), prepare(dump)


def longer(dist: Path, name: str) -> bytes:
    more = f'<http://x/{name}> <http://x/is> "{name}" <http://x/graph> .\n'.encode()
    return (dist / FULL).read_bytes() + zstandard.compress(more)


@pytest.mark.parametrize(
    "phase",
    [
        idle, idle_and_known, at_its_turn, computing, answering, being_born, ready_before_anybody_waits, replaced,
        told_to_end, without_a_processor, at_pages_for_many, at_pages_of_one_who_leaves,
    ],
    ids=lambda phase: phase.__name__,
)  # fmt: skip
def test_whenever_workers_are_ended_a_request_is_answered(
    phase: Phase, places: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> Reply:
        pool = Pool(places[0].folder, LIMITS)
        await pool.start()
        try:
            found = await phase(pool, monkeypatch, places[1])
            assert pool.shares.used("client", asyncio.get_running_loop().time()) < LIMITS.seconds
            return found
        finally:
            monkeypatch.undo()
            await pool.close()

    assert uvloop.run(run()).status == Status.DONE  # as the server runs


def test_pages_go_ahead_in_a_worker_but_neither_before_a_query_nor_into_the_last_worker(
    places: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why: a worker that has its next page need not be woken; a query must have a worker alone, and clients their turns."""

    async def run() -> None:
        pool = Pool(places[0].folder, LIMITS)
        await pool.start()
        try:
            alone = [asyncio.create_task(pool.run("alone", PAGE, page=True)) for _ in range(9)]
            await asyncio.sleep(0)
            assert sorted(len(worker.clients) for worker in pool._all) == [0, 3]
            await asyncio.gather(*alone)
            turns: list[str] = []
            take = pool._take

            def taken(client: str, worker: Process, *, page: bool) -> Process:
                turns.append(client)
                return take(client, worker, page=page)

            monkeypatch.setattr(pool, "_take", taken)
            pages = [asyncio.create_task(pool.run(f"page {n}", PAGE, page=True)) for n in range(6)]
            await asyncio.sleep(0)
            assert [len(worker.clients) for worker in pool._all] == [3, 3]
            late = asyncio.create_task(pool.run("query", query("ASK {}")))
            await asyncio.sleep(0)
            more = [asyncio.create_task(pool.run(f"more {n}", PAGE, page=True)) for n in range(30)]
            await asyncio.gather(*pages, late, *more)
            assert turns[6] == "query"
            assert len(turns) == 37
        finally:
            await pool.close()

    uvloop.run(run())


def test_the_time_of_a_page_counts_from_when_a_worker_begins_with_it(places: tuple[Place, Place]) -> None:
    """Why: who waits behind others must be neither late nor charged for what they take."""

    async def run() -> None:
        pool = Pool(places[0].folder, LIMITS)
        await pool.start()
        try:
            worker = next(iter(pool._all))
            worker.on_pages = True
            slow = asyncio.create_task(worker.ask(json.dumps(query(CROSS)).encode(), 2))
            await asyncio.sleep(0.1)
            behind = asyncio.create_task(worker.ask(json.dumps(PAGE).encode(), 0.2))
            with pytest.raises(TimeoutError):
                await slow
            assert worker.took >= 2
            assert not behind.done()
            await worker.end()
            with pytest.raises(Behind):
                await behind
            assert worker.took == 0
        finally:
            await pool.close()

    uvloop.run(run())


def test_data_that_are_replaced_while_workers_are_killed_bring_no_fault(embedded: Path, tmp_path: Path) -> None:
    """Why: a status other than those that limits promise was once seen on a server that changed under load."""
    dump = tmp_path / FULL
    dump.write_bytes((embedded / FULL).read_bytes())
    over, seen = threading.Event(), Counter[tuple[int, bool]]()

    def ask(address: str, client: int) -> None:
        with httpx.Client(base_url=address, timeout=60, headers={"X-Forwarded-For": f"10.0.0.{client}"}) as http:
            while not over.is_set():
                number = next(NUMBERS)
                for path in (f"/sparql?query=ASK{{}}%23{number}", f"/search?q={number}", "/data", "/void.ttl"):
                    answer = http.get(path, follow_redirects=True)
                    seen[answer.status_code, "retry-after" in answer.headers] += 1

    with serving(tmp_path, "--seconds", "10", "--behind-proxy") as served:
        clients = [threading.Thread(target=ask, args=(served.address, client)) for client in range(4)]
        for client in clients:
            client.start()
        for turn in range(24):
            over.wait(0.25)
            if turn % 8 == 4:
                aside = tmp_path / "aside"
                aside.write_bytes(longer(embedded, f"turn-{turn}"))
                aside.replace(dump)
            for pid in list(served.children())[: 1 + turn % 2]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        over.set()
        for client in clients:
            client.join()
    assert seen[200, False]
    assert set(seen) <= {(200, False), (503, True)}, seen


def test_a_dump_that_goes_while_it_is_read_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FULL).write_bytes(b"x")
    (tmp_path / "ontology.ttl").mkdir()
    assert [file.name for file in downloads(tmp_path)] == [FULL]
    there = Path.stat

    def gone(path: Path, **how: bool) -> os.stat_result:
        found = there(path, **how)
        path.unlink()
        return found

    monkeypatch.setattr(Path, "stat", gone)
    (tmp_path / FULL).write_bytes(b"other")
    assert not downloads(tmp_path)
