"""A shard: some documents read, validated and written one after another into a folder that takes its name when it is whole."""

from __future__ import annotations

import gc
import hashlib
import json
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from resograph import iri
from resograph.corpus import summary
from resograph.corpus.across import relations
from resograph.corpus.dataset import facts_of, is_shared
from resograph.corpus.documents import Document, read_document
from resograph.corpus.head import head
from resograph.corpus.plan import Settings, Shard
from resograph.corpus.scan import Source, Unread
from resograph.finding import Finding
from resograph.publish import dumps
from resograph.registry import load
from resograph.statements import EVIDENCE, IS_MENTION
from resograph.terms import Described, Quad, Term

GRAPH, CORE, ROWS, TURTLE, NONCONFORMING = "graph.nq.zst", "core.nq.zst", "rows.ndjson", "turtle", "nonconforming"
ENTRY = "entry.json"
# Documents are validated with what they point to in the vocabulary, as many at a time as keep the memory bounded.
_AT_A_TIME = 60_000
# Cycles are searched for after so many batches: there are few, and what keeps one is small.
_SEARCHED = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """What a shard holds, as the manifest lists it.

    Args:
        key: of the shard.
        documents: how many it holds.
        unread: files that cannot be read.
        findings: what validation found outside its documents.
        files: bytes and SHA-256 of each of its files, by name.
    """

    key: str
    documents: int
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, tuple[int, str]]


def build_shard(shard: Shard, settings: Settings, folder: Path) -> Entry:
    """Read, validate and write the documents of a shard, and give its entry.

    It is written aside and renamed when it is whole: who is killed leaves nothing that could be taken for it, and of two
    who do the same work one wins. It does not wait for the disk: the next run looks at the seals of its files.

    Args:
        shard: the documents.
        settings: what is asked of the run.
        folder: where shards lie.

    Raises:
        OutputError: the folder cannot be written.
    """
    aside = folder / f".{shard.key}.{uuid.uuid4().hex}"
    load()
    with dumps.explained(folder), _rarely_collected():
        try:
            aside.mkdir()
            entry = _write(shard, settings, aside)
            (aside / ENTRY).write_text(json.dumps(asdict(entry), ensure_ascii=False), "utf-8")
            try:
                aside.rename(folder / shard.key)
            except OSError:
                if not (folder / shard.key / ENTRY).is_file():
                    raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return entry


def kept_shard(key: str, folder: Path) -> Entry | None:
    """Give the entry of a shard of an earlier run; None if it is not there, or is not what was written."""
    place = folder / key
    try:
        content = json.loads((place / ENTRY).read_bytes())
        entry = Entry(
            content["key"],
            content["documents"],
            tuple(Unread(**file) for file in content["unread"]),
            tuple(map(finding, content["findings"])),
            {name: (size, digest) for name, (size, digest) in content["files"].items()},
        )
        whole = entry.key == key and all(_seal(place / name) == seal for name, seal in entry.files.items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return entry if whole else None


def finding(content: Mapping[str, Any]) -> Finding:
    """Give a finding from what JSON holds of it."""
    return Finding(**{**content, "messages": tuple(map(tuple, content["messages"]))})


def rows(entry: Entry, folder: Path) -> Iterator[dict[str, Any]]:
    """Give the row of each document of a shard, in order of their symbols."""
    with (folder / entry.key / ROWS).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def core(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give a graph without its mentions, and without what leads to them."""
    known = tuple(quads)
    mentions = {quad[0] for quad in known if quad[1:3] == IS_MENTION}
    return (quad for quad in known if quad[0] not in mentions and quad[1] != EVIDENCE)


def _core_texts(subjects: Sequence[Described], texts: Sequence[str]) -> Iterator[str]:
    """Give the same of what is written subject by subject."""
    for subject, text in zip(subjects, texts, strict=True):
        if IS_MENTION in subject.pairs:
            continue
        pairs = tuple(pair for pair in subject.pairs if pair[0] != EVIDENCE)
        yield text if len(pairs) == len(subject.pairs) else subject._replace(pairs=pairs).text


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Leave what is loaded out of the search for cycles, which is made between batches only: a tenth of the time went into it.

    What a document is made of has few cycles (values instead of state), so little waits for the search. Those of the last
    batch go too, before the loaded is let in again: with it they would be searched next to never, and memory would grow.
    """
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.enable()
        gc.unfreeze()


def _write(shard: Shard, settings: Settings, place: Path) -> Entry:
    failed: list[Unread] = []
    outside: dict[Finding, None] = {}
    with ExitStack() as stack:
        shelf = _Shelf(place, settings, stack)
        # nothing here holds a batch while the next one is read
        for found in map(shelf.put_batch, _batches(_read(shard.documents, settings, failed))):
            outside.update(dict.fromkeys(found))
    files = {path.relative_to(place).as_posix(): _seal(path) for path in sorted(place.rglob("*")) if path.is_file()}
    return Entry(shard.key, shelf.count, tuple(failed), tuple(outside), files)


def _read(groups: Sequence[Sequence[Source]], settings: Settings, failed: list[Unread]) -> Iterator[Document]:
    for group in groups:
        document, unread = read_document([source.file for source in group], load(), links=settings.links)
        failed += unread
        if document:
            yield document


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Give documents that are validated together; one that would make a batch too large begins the next."""
    batch: list[Document] = []
    size = given = 0
    for document in documents:
        more = document.size
        if batch and size + more > _AT_A_TIME:
            yield batch
            batch, size, given = [], 0, given + 1
            # not before the batch is gone: the search would go through all of it
            if given % _SEARCHED == 0:
                gc.collect()
        batch.append(document)
        size += more
    if batch:
        yield batch


def _validate(batch: Sequence[Document], written: Sequence[Sequence[str]]) -> dict[str | None, list[Finding]]:
    """Give what is wrong with some documents, by the document it is found in.

    Questions see what they point to in vocabulary and ontology, which are validated by themselves.
    """
    from resograph.validate import validate_together

    values = set[Term]()
    for document in batch:
        for subject in document.subjects:
            values.update(map(itemgetter(1), subject.pairs))
    shared = facts_of(values)
    found: dict[str | None, list[Finding]] = {}
    for one in validate_together([d.subjects for d in batch], written, shared).findings:
        if not is_shared(one.place):
            found.setdefault(one.document, []).append(one)
    return found


class _Shelf:
    """The files of a shard while they are written."""

    def __init__(self, place: Path, settings: Settings, stack: ExitStack) -> None:
        self.place, self.turtle, self.count = place, settings.turtle, 0
        self.graph = stack.enter_context((place / GRAPH).open("wb"))
        self.core = stack.enter_context((place / CORE).open("wb")) if settings.core else None
        self.rows = stack.enter_context((place / ROWS).open("wb"))

    def put_batch(self, batch: Sequence[Document]) -> list[Finding]:
        """Validate and write documents, and give what was found outside them."""
        written = [[subject.text for subject in document.subjects] for document in batch]
        found = _validate(batch, written)
        for document, graph in zip(batch, written, strict=True):
            self.put(document, graph, found.pop(iri.document(document.symbol), []))
        self.count += len(batch)
        return list(chain.from_iterable(found.values()))

    def put(self, document: Document, graph: Sequence[str], findings: Sequence[Finding]) -> None:
        """Write a document; one that does not conform goes apart, and not into the graphs."""
        conforms = not any(f.severity == "violation" for f in findings)
        row = summary.row(document, conforms) | {
            "findings": [asdict(f) for f in findings], "relations": relations(document),
        }  # fmt: skip
        self.rows.write(dumps.json_line(row).encode())
        if not conforms:
            self._write_turtle(document, NONCONFORMING, f"{document.symbol}: does not conform, see ../report.json")
            return
        dumps.write_lines(graph, self.graph)
        if self.core:
            dumps.write_lines(_core_texts(document.subjects, graph), self.core)
        if self.turtle:
            self._write_turtle(document, TURTLE, f"{document.symbol} as a graph")

    def _write_turtle(self, document: Document, folder: str, title: str) -> None:
        (self.place / folder).mkdir(exist_ok=True)
        with (self.place / folder / f"{document.file_name}.ttl").open("wb") as out:
            dumps.write_turtle(document.quads, out, head(title))


def _seal(path: Path) -> tuple[int, str]:
    with path.open("rb") as stream:
        return path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def copy(name: str, entries: Sequence[Entry], folder: Path, out: BinaryIO) -> None:
    """Write a file of all shards, one after another: frames of zstd may follow each other."""
    for entry in entries:
        with (folder / entry.key / name).open("rb") as stream:
            shutil.copyfileobj(stream, out)
