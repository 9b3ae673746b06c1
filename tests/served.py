"""A server for the tests: the embedded texts, built and served on a loopback port, stopped by its own process id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

STARTING = 60.0
RUN = "import sys; from resograph.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process, and the folder that it serves."""

    address: str
    process: subprocess.Popen[bytes]
    dist: Path

    def children(self) -> set[int]:
        """Give the process ids of its workers."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii")
        return {int(pid) for pid in listed.split()}


def free_port() -> int:
    """Give a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(dist: Path, *options: str) -> Iterator[Served]:
    """Serve a folder while the block runs."""
    port = free_port()
    command = [sys.executable, "-c", RUN, "serve", "--quiet", "--data", str(dist), "--port", str(port)]
    process = subprocess.Popen([*command, *options], env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        address = f"http://127.0.0.1:{port}"
        _until_ready(address, process)
        yield Served(address, process, dist)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{address}/healthz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start: {process.poll()}")
