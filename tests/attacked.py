"""A server that is attacked: data as nobody would build them, and what must hold after each attack."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox

from resograph.void import GRAPH
from served import Served, serving

NUMBERS = itertools.count()
MIB = 1024 * 1024
SECONDS, MEMORY, WORKERS = "2", "300", 2
# What a server may hold more than before an attack: kept answers, and what an allocator does not give back.
SPARE = 60 * MIB
THING = "https://w3id.org/resograph/id/A/RES/99/9"
TITLE = "http://purl.org/dc/terms/title"
SEE = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
WORDS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "]]></script><!--",
    "\u202egnp.exe\u2066\u200f",
    '" . <evil:s> <evil:p> <evil:o> . #',
    '"""\n<evil:s> <evil:p> "\\',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    'a\r\nb,"c";d',
    "{{ 7*7 }}{% raw %}${7*7}",
)
PLACES = (
    "javascript:alert(1)",
    "JavaScript:alert(2)",
    "data:text/html,%3Cscript%3Ealert(3)%3C/script%3E",
    "vbscript:x",
    "https://example.org/'onmouseover='alert(4)",
    "https://example.org/%22%3E%3Cscript%3E",
    "https://example.org/\u202egpj",
    "https://w3id.org/resograph/id/../../etc/passwd",
    "file:///etc/passwd",
)


def statements() -> list[ox.Quad]:
    """Give data as nobody would build them, and a crowd of plain ones beside them."""
    thing, graph = ox.NamedNode(THING), ox.NamedNode(THING)
    said = [ox.Quad(thing, ox.NamedNode(TITLE), ox.Literal(text, language="en"), graph) for text in WORDS]
    said += [ox.Quad(thing, ox.NamedNode(LABEL), ox.Literal(text), graph) for text in WORDS]
    said += [ox.Quad(thing, ox.NamedNode(SEE), ox.NamedNode(place), graph) for place in PLACES]
    said += [
        ox.Quad(ox.NamedNode(place), ox.NamedNode(LABEL), ox.Literal("x", language="en"), graph) for place in PLACES
    ]
    said.append(
        ox.Quad(thing, ox.NamedNode(TYPE), ox.NamedNode("https://w3id.org/resograph/ontology#Resolution"), graph)
    )
    crowd = ox.NamedNode("https://w3id.org/resograph/id/A/RES/99/8")
    for a, b in itertools.product(range(60), repeat=2):
        subject, value = ox.NamedNode(f"x:s{a}"), ox.NamedNode(f"x:s{b}")
        said.append(ox.Quad(subject, ox.NamedNode(f"x:p{b % 7}"), value, crowd))
        said.append(ox.Quad(subject, ox.NamedNode(f"x:q{b}"), ox.Literal("a" * 40 + str(a * b)), crowd))
    return said


@contextmanager
def hostile_data_served(dist: Path) -> Iterator[Served]:
    """Serve the statements from a folder."""
    dist.mkdir()
    ox.serialize(statements(), str(dist / "resograph.nq"), format=ox.RdfFormat.N_QUADS)
    options = ("--seconds", SECONDS, "--memory", MEMORY, "--workers", str(WORKERS), "--behind-proxy")
    with serving(dist / "resograph.nq", *options) as served:
        yield served


def opened(server: Served) -> httpx.Client:
    """Give a client whom the server has not met: what others used is not charged to it."""
    number = next(NUMBERS)
    known = {"X-Forwarded-For": f"10.1.{number // 250}.{number % 250}"}
    return httpx.Client(base_url=server.address, timeout=30, headers=known)


@contextmanager
def unhurt(server: Served) -> Iterator[None]:
    """Hold that after the block the next query is answered rightly, and processes, memory and files are as before."""
    held, files, handles = at_rest(server), data(server), len(descriptors(server))
    yield
    with opened(server) as other:
        until(lambda: other.get("/healthz").json()["idle"] == WORKERS, "the workers are ready")
        own = f"?s ?p ?o FILTER NOT EXISTS {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
        answer = ask(other, f"SELECT (COUNT(*) AS ?n) {{ {own} }} # {next(NUMBERS)}")
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(len({q.triple for q in statements()}))
    until(lambda: len(server.children()) == WORKERS, "the workers are two, and there is no other process")
    assert not any(children(pid) for pid in server.children())
    until(lambda: memory(server) < held + SPARE, "memory is back")
    until(lambda: len(descriptors(server)) <= handles + 3, "connections and pipes are closed")
    assert data(server) == files


def until(holds: Any, what: str, seconds: float = 20) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def children(pid: int) -> list[str]:
    """Give the process ids of the children of a process; of one that has ended, none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return []


def memory(server: Served) -> int:
    """Give the bytes that the server and its workers hold."""
    total = 0
    for pid in (server.process.pid, *server.children()):
        with suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


@cache
def at_rest(server: Served) -> int:
    """Give what it held before the first attack, all workers ready: after an attack one of them may still be starting."""
    return memory(server)


def descriptors(server: Served) -> list[Path]:
    """Give what the server has open."""
    return list(Path(f"/proc/{server.process.pid}/fd").iterdir())


def data(server: Served) -> dict[str, tuple[int, int]]:
    """Give size and time of each file of the data."""
    files = [path for path in sorted(server.dist.parent.rglob("*")) if path.is_file()]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def ask(client: httpx.Client, query: str, **fields: str) -> httpx.Response:
    """Ask a query."""
    return client.post("/sparql", data={"query": query, **fields})
