"""A process that answers one request after another from a read-only store, and may be killed at any moment.

It opens what it needs, then gives up the right to open anything more: no file, no socket. That keeps SERVICE (which
pyoxigraph cannot switch off) and every other way out closed, whatever a query says. Its memory has a bound.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from resograph.distribution import Download
from resograph.serve.frames import HEAD, Status, frame
from resograph.site.data import data
from resograph.site.lookup import index
from resograph.site.lookup.find import Index, Late
from resograph.site.pages import Mistaken, Site, page, site
from resograph.site.search import answered, plain
from resograph.site.words import kept

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class _TooLarge(Exception):  # noqa: N818 - a limit, not a fault
    """The answer outgrew its bound."""


class _Bounded(io.BytesIO):
    """A file in memory that refuses to grow beyond a bound."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: ReadableBuffer) -> int:
        """Keep what is written."""
        if self.tell() + len(memoryview(data)) > self.most:
            raise _TooLarge
        return super().write(data)


def answer(store: ox.Store, asked: dict[str, Any], most: int) -> tuple[Status, bytes]:
    """Give the answer to a query, as a whole or not at all.

    Args:
        store: the data.
        asked: `query`, `default`, `named` (IRIs of graphs) and `format` (a name of `serve.formats`).
        most: bytes of the largest answer.
    """
    out = _Bounded(most)
    # A request that names graphs names the whole dataset (SPARQL 1.1 Protocol, 2.1.4): what it leaves out is empty.
    chosen = bool(asked["default"] or asked["named"])
    try:
        found = store.query(
            asked["query"],
            default_graph=[ox.NamedNode(g) for g in asked["default"]] if chosen else None,
            named_graphs=[ox.NamedNode(g) for g in asked["named"]] if chosen else None,
        )
        found.serialize(out, format=_formats(found)[asked["format"]])
    except SyntaxError as error:
        return Status.FAULTY, str(error).encode()
    except _TooLarge:
        return Status.TOO_LARGE, b""
    except (RuntimeError, ValueError, OSError) as error:
        return Status.FAILED, str(error).encode()
    return Status.DONE, out.getvalue()


def _formats(found: object) -> dict[str, Any]:
    rows, rdf = ox.QueryResultsFormat, ox.RdfFormat
    if isinstance(found, ox.QueryTriples):
        return {"ttl": rdf.TURTLE, "nt": rdf.N_TRIPLES, "jsonld": rdf.JSON_LD, "rdf": rdf.RDF_XML}
    return {"json": rows.JSON, "xml": rows.XML, "csv": rows.CSV, "tsv": rows.TSV}


def confine(memory: int) -> None:
    """Give up every right that answering does not need (getrlimit(2), prctl(2)).

    Args:
        memory: bytes that the process may take beyond what it has now.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO, act: Callable[[dict[str, Any]], tuple[Status, bytes]]) -> None:
    """Answer requests until there are no more.

    Args:
        requests: messages with JSON.
        answers: where the answers go.
        act: gives the answer to one.
    """
    answers.write(frame(Status.READY, b""))
    answers.flush()
    while head := requests.read(HEAD.size):
        _, length = HEAD.unpack(head)
        try:
            status, payload = act(json.loads(requests.read(length)))
        except MemoryError:
            status, payload = Status.FAILED, b"out of memory"
        answers.write(frame(status, payload))
        answers.flush()


def show(made: Site, asked: dict[str, Any], most: int) -> tuple[Status, bytes]:
    """Give a page, or the data of one thing.

    Args:
        made: the site over the store.
        asked: `address` of a page, `fields` of its form and `files` to download, or `name` and `form` of data.
        most: bytes of the largest answer.
    """
    try:
        found = _page(made, asked) if "address" in asked else _data(made, asked)
    except Late:
        return Status.LATE, b""
    except Mistaken as mistaken:
        return Status.FAULTY, mistaken.page
    if found is None:
        return Status.MISSING, b""
    return (Status.DONE, found) if len(found) <= most else (Status.TOO_LARGE, b"")


def _page(made: Site, asked: dict[str, Any]) -> bytes | None:
    files = tuple(Download(**file) for file in asked.get("files", ()))
    return page(made, asked["address"], asked.get("fields"), files)


def _data(made: Site, asked: dict[str, Any]) -> bytes | None:
    """Give what a program asks for: what was found for the fields of a search, or the data of a thing."""
    if "fields" not in asked:
        return data(made.facts, asked["name"], asked["form"])
    assert made.index is not None  # noqa: S101 - a worker opens one
    found = plain(answered(made.facts, made.index, asked["fields"], asked["lang"]))
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def main(place: str, memory: str, most: str) -> None:
    """Run a worker on the store in a folder; its messages pass through standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    store = ox.Store.read_only(place)
    store.query("ASK { ?s ?p ?o }")
    made = site(store, kept(Path(place)), Index(Path(place) / index.FILE))
    acts = {"query": lambda asked: answer(store, asked, int(most)), "show": lambda asked: show(made, asked, int(most))}
    confine(int(memory))
    serve(sys.stdin.buffer, sys.stdout.buffer, lambda asked: acts[asked["do"]](asked))


if __name__ == "__main__":
    main(*sys.argv[1:])
