"""Connections whose clients dawdle, and the order in which clients get workers."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import Any
from unittest.mock import Mock

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.server import ServerState

from resograph.serve.connection import patient
from resograph.serve.turns import Turns

LARGE = 32 * 1024 * 1024
SECONDS = 2.0


async def large(scope: Any, receive: Any, send: Any) -> None:
    """Answer with more than the buffers of sockets hold."""
    await Response(bytes(LARGE))(Request(scope).scope, receive, send)


def test_who_does_not_read_loses_the_connection_and_who_reads_gets_all() -> None:
    """Why: an answer of 64 MiB for each of a thousand clients that never read it would take all memory."""
    config = uvicorn.Config(large, port=0, http=patient(SECONDS), lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started)
        place = server.servers[0].sockets[0].getsockname()
        with socket.create_connection(place) as idle, socket.create_connection(place) as reader:
            for client in (idle, reader):
                client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            read = 0
            while read < LARGE:
                part = reader.recv(1024 * 1024)
                assert part, f"the connection was lost after {read} bytes"
                read += len(part)
            until(lambda: len(server.server_state.connections) == 1)
    finally:
        server.should_exit = True
        thread.join(10)


def test_who_has_taken_half_of_what_waited_may_go_on() -> None:
    """Why: a slow line is no attack; by the clock of the machine a test of it would fail where the machine pauses."""
    loop, transport = Mock(), Mock()
    connection = patient(7)(uvicorn.Config(large, log_config=None), ServerState(), {}, loop)
    connection.transport, connection.flow = transport, Mock()
    transport.get_write_buffer_size.side_effect = [100, 50, 26]
    connection.pause_writing()
    lost = []
    for _ in range(2):
        seconds, look, most = loop.call_later.call_args.args
        look(most)
        lost.append((seconds, most, transport.abort.called))
    assert lost == [(7, 50, False), (7, 25, True)]


def until(holds: Any, seconds: float = 10) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


def test_who_came_first_is_next_but_nobody_before_a_client_that_has_used_much_less() -> None:
    """Why: small differences are chance; to follow them would keep one client waiting for all others."""
    used = {"greedy": 9.0, "modest": 0.6, "new": 0.0, "left": 0.0, "barred": 0.0}

    async def order() -> list[str]:
        turns, came = Turns(), {}
        for name in ("greedy 1", "modest 1", "left 1", "greedy 2", "barred 1", "new 1", "modest 2", "new 2"):
            came[turns.add(name.partition(" ")[0], page=False)] = name
        next(ticket for ticket, name in came.items() if name == "left 1").cancel()
        found = []
        while following := turns.next(lambda client, page: client != "barred" and not page, used.__getitem__):
            found.append(came[following[1]])
            turns.drop(*following[:2])
        assert (turns.count, turns.of("barred"), list(turns)) == (1, 1, ["barred"])
        return found

    assert asyncio.run(order()) == ["modest 1", "new 1", "modest 2", "new 2", "greedy 1", "greedy 2"]
