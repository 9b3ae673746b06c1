"""The files of a dataset, written from its shards in one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from resograph import __version__
from resograph.corpus import shards, summary
from resograph.corpus.across import Relations, across, read_relations
from resograph.corpus.dataset import ontology, vocabulary
from resograph.corpus.head import head
from resograph.corpus.plan import Settings
from resograph.corpus.scan import Unread
from resograph.corpus.shards import Entry
from resograph.dataset import content
from resograph.distribution import (
    CORE,
    FULL,
    MANIFEST,
    ONTOLOGY,
    REPORT,
    REPORT_GRAPH,
    ROWS,
    SHAPES,
    TURTLE,
    VOCABULARY,
)  # fmt: skip
from resograph.finding import SEVERITIES, Finding, ordered
from resograph.publish import dumps
from resograph.resources import program
from resograph.terms import Quad
from resograph.validation_report import report_rows, report_turtle

_NAMED = 5  # so many documents does the head of a file name


@dataclass(frozen=True, slots=True)
class Built:
    """What is to be published: the shards of a run, where they lie, what could not be read, what was asked.

    Args:
        entries: the shards, in order of the symbols.
        folder: where they lie.
        unread: files that cannot be read.
        settings: what was asked.
        manifest: whether the shards stay, so that there is a manifest of them.
    """

    entries: tuple[Entry, ...]
    folder: Path
    unread: tuple[Unread, ...]
    settings: Settings
    manifest: bool

    def rows(self) -> Iterator[tuple[dict[str, Any], list[Finding]]]:
        """Give the row of each document with what validation found in it."""
        for entry in self.entries:
            for row in shards.rows(entry, self.folder):
                row.pop("relations")
                yield row, [shards.finding(found) for found in row.pop("findings")]

    def relations(self) -> Iterator[Relations]:
        """Give what each document has to do with others."""
        for entry in self.entries:
            for row in shards.rows(entry, self.folder):
                yield read_relations(row["symbol"], row["relations"])


def publish(built: Built, out: Path) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """Write the files of a dataset in one step, and give the report and the files.

    What an earlier run left there, and this one does not hold any more, goes in the same step.

    Raises:
        OutputError: the folder cannot be written; it is as it was.
    """
    totals = summary.Totals()
    by_level: dict[str, list[Finding]] = {level: [] for level in SEVERITIES}
    for found in chain([_shared()], (entry.findings for entry in built.entries), _added(built, totals)):
        for one in found:
            if len(by_level[one.severity]) < summary.FOUND:
                by_level[one.severity].append(one)
    for symbol, issue in across(tuple(built.relations())):
        totals.note(symbol, asdict(issue))
    findings = ordered(list(chain.from_iterable(by_level.values()))[: summary.FOUND])
    shared = {"ontology": len(ontology()), "vocabulary": len(vocabulary())}
    report = summary.report(totals, findings, built.unread, shared)
    files = _graphs(built, totals) | _reports(built, totals, findings, report)
    for folder in (shards.TURTLE, shards.NONCONFORMING):
        files |= _apart(built, folder)
    dumps.publish(out, files, [name for name in _earlier(out) if name not in files])
    for folder in (shards.TURTLE, shards.NONCONFORMING):
        if (out / folder).is_dir() and not any((out / folder).iterdir()):
            (out / folder).rmdir()
    return report, tuple(out / name for name in files)


def _shared() -> Sequence[Finding]:
    """Give what validation finds in vocabulary and ontology: once for all documents."""
    from resograph.validate import validate

    return validate(chain(vocabulary(), ontology())).findings


def _added(built: Built, totals: summary.Totals) -> Iterator[Sequence[Finding]]:
    """Add each document to the totals, and give what validation found in it."""
    for row, found in built.rows():
        totals.add(row, found)
        yield found


def _graphs(built: Built, totals: summary.Totals) -> dict[str, dumps.Writer]:
    files: dict[str, dumps.Writer] = {FULL: partial(_dump, built, shards.GRAPH)}
    if built.settings.core:
        files[CORE] = partial(_dump, built, shards.CORE)
    if not totals.many:
        good = [row["symbol"] for row in totals.listed if row["conforms"]]
        more = f" and {len(good) - _NAMED} more" if len(good) > _NAMED else ""
        title = f"Resolutions of the United Nations as a graph: {', '.join(good[:_NAMED]) or 'none'}{more}"
        files[TURTLE] = lambda out: dumps.write_turtle(_quads(built), out, head(title))
    return files | {
        VOCABULARY: partial(_turtle, vocabulary(), "Actors, instruments and schemes of resograph"),
        ONTOLOGY: partial(_turtle, ontology(), "The resograph ontology with labels and alignments"),
        SHAPES: _shapes,
    }


def _reports(
    built: Built, totals: summary.Totals, findings: Sequence[Finding], report: Mapping[str, Any]
) -> dict[str, dumps.Writer]:
    files: dict[str, dumps.Writer] = {REPORT: partial(_json, report)}
    if findings:
        files[REPORT_GRAPH] = partial(_bytes, report_turtle(findings[: summary.FOUND]).encode())
    if totals.many:
        files[ROWS] = lambda out: dumps.write_lines(_published_rows(built), out)
    if built.manifest:
        files[MANIFEST] = partial(_json, _manifest(built))
    return files


def _apart(built: Built, folder: str) -> dict[str, dumps.Writer]:
    """Give the writers of the files that stand alone: Turtle of one document each."""
    return {
        name: partial(_copied, built.folder / entry.key / name)
        for entry in built.entries
        for name in entry.files
        if name.startswith(f"{folder}/")
    }


def _earlier(out: Path) -> list[str]:
    """Give the files of an earlier run that not every run writes."""
    found = [name for name in (CORE, TURTLE, REPORT_GRAPH, ROWS, MANIFEST) if (out / name).is_file()]
    for folder in (shards.TURTLE, shards.NONCONFORMING):
        found += [f"{folder}/{path.name}" for path in sorted((out / folder).glob("*.ttl"))]
    return found


def _manifest(built: Built) -> dict[str, object]:
    return {
        "program": program(),
        "resograph": __version__,
        "settings": asdict(built.settings),
        "shards": [
            {
                "documents": entry.documents,
                "files": {name: {"bytes": size, "sha256": seal} for name, (size, seal) in entry.files.items()},
                "key": entry.key,
                "unread": len(entry.unread),
            }
            for entry in built.entries
        ],
    }


def _published_rows(built: Built) -> Iterator[str]:
    for row, found in built.rows():
        yield dumps.json_line(row | {"findings": [asdict(line) for line in report_rows(found)]})


def _quads(built: Built) -> Iterator[Quad]:
    """Give the statements of all shards: for as many documents as one file of Turtle may hold."""
    for entry in built.entries:
        for line in content(built.folder / entry.key / shards.GRAPH).decode().splitlines():
            subject, predicate, rest = line.split(" ", 2)
            thing, graph = rest.removesuffix(" .").rsplit(" ", 1)
            yield subject, predicate, thing, graph


def _dump(built: Built, name: str, out: BinaryIO) -> None:
    shards.copy(name, built.entries, built.folder, out)
    dumps.write_nquads(vocabulary(), out)
    dumps.write_nquads(ontology(), out)


def _turtle(quads: Sequence[Quad], title: str, out: BinaryIO) -> None:
    dumps.write_turtle(quads, out, head(title))


def _shapes(out: BinaryIO) -> None:
    from resograph.validate import shapes_text

    out.write(shapes_text().encode())


def _json(value: object, out: BinaryIO) -> None:
    dumps.write_json(value, out)


def _bytes(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def _copied(path: Path, out: BinaryIO) -> None:
    out.write(path.read_bytes())
