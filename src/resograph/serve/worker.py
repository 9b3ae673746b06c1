"""A process that answers one request after another from a read-only store, and may be killed at any moment.

It opens what it needs, then gives up all other rights: no socket, no program, no file but those of the store. That keeps
SERVICE (which pyoxigraph cannot switch off) and every other way out closed, whatever a query says. Its memory has a bound.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from isal import isal_zlib

from resograph import iri
from resograph.distribution import Download
from resograph.serve.confinement import confine
from resograph.serve.frames import HEAD, Reply, Status, framed
from resograph.serve.queries import answer
from resograph.site.crawling import sitemap
from resograph.site.data import data
from resograph.site.lookup import index
from resograph.site.lookup.find import Index, Late
from resograph.site.pages import Mistaken, Site, page, site
from resograph.site.search import answered, plain
from resograph.site.words import kept

# Below this, gzip saves no packet.
_WORTH_PACKING = 1000
# Level 2 of ISA-L packs a page in a quarter of the time of zlib's level 4, into a sixteenth more bytes.
_PACKED_AT, _AS_GZIP = 2, 31
# What pages are made from stays; to look through all of it for cycles again and again took a sixth of their time.
_BETWEEN_SWEEPS = 10_000


def serve(requests: BinaryIO, answers: BinaryIO, act: Callable[[dict[str, Any]], Reply]) -> None:
    """Answer requests until there are no more.

    Args:
        requests: messages with JSON.
        answers: where the answers go.
        act: gives the answer to one.
    """
    answers.write(framed(Reply(Status.READY)))
    answers.flush()
    while head := requests.read(HEAD.size):
        _, _, length = HEAD.unpack(head)
        asked = json.loads(requests.read(length))
        answers.write(_message(act, asked))
        answers.flush()


def _message(act: Callable[[dict[str, Any]], Reply], asked: dict[str, Any]) -> bytes:
    """Give the answer to a request as a message; nothing of it is kept."""
    try:
        reply = act(asked)
        return framed(_packed(reply) if asked.get("gzip") else reply)
    except MemoryError:
        return framed(Reply(Status.NO_MEMORY))


def _packed(reply: Reply) -> Reply:
    """Compress what is worth it: here, so that a large answer does not keep the server from others."""
    if len(reply.content) < _WORTH_PACKING:
        return reply
    content = isal_zlib.compress(reply.content, _PACKED_AT, _AS_GZIP)
    return Reply(reply.status, content, {**reply.about, "packed": True})


def show(made: Site, asked: dict[str, Any], most: int) -> Reply:
    """Give a page, or the data of one thing.

    Args:
        made: the site over the store.
        asked: `address` of a page, `fields` of its form and `files` to download; with `root` the address of a list of
            pages; or `name` and `form` of data.
        most: bytes of the largest answer.
    """
    if not _is_local(asked.get("address", asked.get("name", ""))):
        return Reply(Status.MISSING)
    try:
        found = _page(made, asked) if "address" in asked else _data(made, asked)
    except Late:
        return Reply(Status.LATE)
    except Mistaken as mistaken:
        return Reply(Status.FAULTY, mistaken.page)
    if found is None:
        return Reply(Status.MISSING)
    return Reply(Status.DONE, found) if len(found) <= most else Reply(Status.TOO_LARGE)


def _is_local(name: str) -> bool:
    """Say whether a thing can have this local name: the path of a request may hold what no IRI may."""
    try:
        return bool(ox.NamedNode(iri.entity(name)))
    except ValueError:
        return False


def _page(made: Site, asked: dict[str, Any]) -> bytes | None:
    if "root" in asked:
        return sitemap(made.facts, tuple(made.tongues), asked["address"], asked["root"])
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
    # Ctrl-C and a service manager mean the server, which lets what is asked be answered, and then ends its workers.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    store = ox.Store.read_only(place)
    store.query("ASK { ?s ?p ?o }")
    made = site(store, kept(Path(place)), Index(Path(place) / index.FILE), Path(place))
    acts = {"query": lambda asked: answer(store, asked, int(most)), "show": lambda asked: show(made, asked, int(most))}
    confine(int(memory), Path(place))
    gc.freeze()
    gc.set_threshold(_BETWEEN_SWEEPS)
    serve(sys.stdin.buffer, sys.stdout.buffer, lambda asked: acts[asked["do"]](asked))


if __name__ == "__main__":
    main(*sys.argv[1:])
