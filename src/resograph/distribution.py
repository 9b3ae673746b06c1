"""The files of a dataset: their names, what they are, and for whoever downloads them size, SHA-256 and statements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FULL, CORE, TURTLE = "resograph.nq.zst", "resograph-core.nq.zst", "resograph.ttl"
VOCABULARY, ONTOLOGY, SHAPES = "vocabulary.ttl", "ontology.ttl", "shapes.ttl"
REPORT, REPORT_GRAPH = "report.json", "report.ttl"
ROWS, MANIFEST = "documents.ndjson.zst", "manifest.json"

# What is offered for download: the media type of each, and the message of the interface that says what it holds.
DUMPS: Mapping[str, tuple[str, str]] = {
    FULL: ("application/n-quads", "dump-full"),
    CORE: ("application/n-quads", "dump-core"),
    TURTLE: ("text/turtle", "dump-turtle"),
    VOCABULARY: ("text/turtle", "dump-vocabulary"),
    ONTOLOGY: ("text/turtle", "dump-ontology"),
    SHAPES: ("text/turtle", "dump-shapes"),
    REPORT: ("application/json", "dump-report"),
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download.

    Args:
        name: one of `DUMPS`.
        size: bytes.
        sha256: in hexadecimal digits.
        statements: how many it holds, None where the report of the build does not say.
    """

    name: str
    size: int
    sha256: str
    statements: int | None = None


def downloads(folder: Path) -> tuple[Download, ...]:
    """Give the dumps that are in a folder, in the order of `DUMPS`."""
    held = statements(folder)
    found = (_download(folder / name, held.get(name)) for name in DUMPS)
    return tuple(download for download in found if download)


def _download(path: Path, held: int | None) -> Download | None:
    """Give a file, None if it is not there, or no longer: a build may change the folder at any moment."""
    try:
        at = path.stat()
        return Download(path.name, at.st_size, _digest(path, at.st_size, at.st_mtime_ns), held)
    except OSError:
        return None


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _changed: int) -> str:
    """Give the SHA-256 of a file, once for each version of it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def statements(folder: Path) -> Mapping[str, int]:
    """Give how many statements files of a folder hold, as far as the report of the build says."""
    _, held = _counted(folder)
    alone = {TURTLE: "documents", VOCABULARY: "vocabulary", ONTOLOGY: "ontology"}
    return {FULL: sum(held.values()), **{name: held[part] for name, part in alone.items()}} if held else {}


def counts(folder: Path) -> Mapping[str, int]:
    """Give what the report of the build counted, by the local name of a VoID property; nothing where there is none."""
    documents, held = _counted(folder)
    return {"documents": documents, "triples": sum(held.values())} if held else {}


def _counted(folder: Path) -> tuple[int, Mapping[str, int]]:
    """Give the number of documents, and of statements by what they are in; none without a report that says them."""
    try:
        report = json.loads((folder / REPORT).read_bytes())
        held = {part: int(report["statements"][part]) for part in ("documents", "vocabulary", "ontology")}
        return int(report["totals"]["documents"]), held
    except (OSError, ValueError, KeyError, TypeError):
        return 0, {}
