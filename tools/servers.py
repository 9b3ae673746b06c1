"""Servers that are measured: started, asked, and ended by their own process ids."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

OURS = "resograph"
ROWS = "application/sparql-results+json"
_MEMORY = 4 * 1024**3  # what a server of others may take of this machine
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server that runs: its name, where it is, and the path of its endpoint."""

    name: str
    address: str
    path: str
    process: int

    def cpu(self) -> float:
        """Give the CPU seconds of the server and of the processes that it started, also of those that ended."""
        return sum(map(_seconds, (self.process, *_children(self.process))))

    def ask(self, query: str, client: str = "10.0.1.1", timeout: float = 60) -> tuple[int, bytes]:
        """Give status and body of the answer to a query."""
        headers = {"Accept": ROWS, "X-Forwarded-For": client}
        request = urllib.request.Request(f"{self.address}{self.path}?query={quote(query)}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextmanager
def running(name: str, path: str, command: Sequence[str]) -> Iterator[Server]:
    """Run a server while the block runs; `{port}` in its command is a free one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [part.format(port=port) for part in command]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    if name != OURS:
        resource.prlimit(process.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        server = Server(name, f"http://127.0.0.1:{port}", path, process.pid)
        end = time.monotonic() + 120
        while True:
            with suppress(OSError):
                if server.ask("ASK { ?s ?p ?o }")[0] == HTTPStatus.OK:
                    break
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{name} does not start: {' '.join(line)}")
            time.sleep(0.1)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def _seconds(process: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICK  # utime, stime, cutime, cstime of proc(5)
    return 0.0
