"""Documents with the vocabulary and the ontology: validated together, and written in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from resograph import iri
from resograph.corpus.documents import Document, Tell, silent
from resograph.corpus.scan import Unread
from resograph.finding import Finding
from resograph.publish import dumps
from resograph.registry import Registry
from resograph.terms import Quad
from resograph.vocabulary import ontology_quads, vocabulary_quads

if TYPE_CHECKING:
    import pyoxigraph as ox

NONCONFORMING = "nonconforming"
REPORT_GRAPH = "report.ttl"
# Documents are validated together with the vocabulary, as many at a time as keep the memory bounded.
_AT_A_TIME = 60_000
HEAD = (
    "{title}",
    "",
    "Source of the texts: the United Nations, which holds the copyright in its publications. The copies are unofficial",
    "and without warranty; the official texts are at https://docs.un.org.",
    "What resograph adds is under CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).",
    f"Ontology: {iri.ONTOLOGY}",
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything that is written: documents in order of their symbols, vocabulary, ontology, findings; what was unread."""

    documents: tuple[Document, ...]
    vocabulary: tuple[Quad, ...]
    ontology: tuple[Quad, ...]
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def conforms(self) -> bool:
        """Say whether nothing breaks a rule; warnings are allowed."""
        return not any(finding.severity == "violation" for finding in self.findings)

    def faulty(self) -> frozenset[str]:
        """Give the symbols of the documents that do not conform."""
        places = {f.document for f in self.findings if f.severity == "violation"}
        return frozenset(d.symbol for d in self.documents if iri.document(d.symbol) in places)

    def split(self) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
        """Give the documents that conform, and those that do not."""
        faulty = self.faulty()
        return (
            tuple(d for d in self.documents if d.symbol not in faulty),
            tuple(d for d in self.documents if d.symbol in faulty),
        )


def assemble(documents: Sequence[Document], registry: Registry, unread: Sequence[Unread] = ()) -> Dataset:
    """Give documents with the vocabulary and the ontology, not validated."""
    return Dataset(tuple(documents), tuple(vocabulary_quads(registry)), tuple(ontology_quads()), unread=tuple(unread))


def check(dataset: Dataset, tell: Tell = silent) -> Dataset:
    """Give a dataset with everything that is wrong with it."""
    from resograph.finding import ordered
    from resograph.validate import validate

    found: list[Finding] = []
    shared = (*dataset.vocabulary, *dataset.ontology)
    done = 0
    for batch in _batches(dataset.documents):
        tell("Validating", done, len(dataset.documents))
        found += validate(chain(chain.from_iterable(d.quads for d in batch), shared)).findings
        done += len(batch)
    return replace(dataset, findings=ordered(found))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if sum(len(d.quads) for d in batch) >= _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def store(dataset: Dataset) -> ox.Store:
    """Give a dataset as a store to query: its graphs, and their union as the default graph."""
    import pyoxigraph

    quads = list(chain(*(d.quads for d in dataset.documents), dataset.vocabulary, dataset.ontology))
    union = dict.fromkeys(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    made = pyoxigraph.Store()
    named = (f"{s} {p} {o} {g} .\n" for s, p, o, g in quads)
    made.bulk_load("".join(chain(union, named)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return made


def publish(dataset: Dataset, out: Path, report: object) -> tuple[Path, ...]:
    """Write a dataset into a folder in one step, and give the files.

    A document that does not conform goes to a folder that says so, and not into the main files. What an earlier run
    left there, and does not hold any more, goes in the same step.

    Args:
        dataset: documents with what validation found.
        out: the folder.
        report: what report.json holds.

    Raises:
        OutputError: the folder cannot be written; it is as it was.
    """
    good, bad = dataset.split()
    files = _writers(dataset, good, report)
    for document in bad:
        head = _head(f"{document.symbol}: does not conform, see ../report.json")
        files[f"{NONCONFORMING}/{document.file_name}.ttl"] = partial(_turtle, document.quads, head)
    earlier = [f"{NONCONFORMING}/{p.name}" for p in sorted((out / NONCONFORMING).glob("*.ttl"))]
    earlier += [name for name in (REPORT_GRAPH,) if (out / name).is_file()]
    dumps.publish(out, files, [name for name in earlier if name not in files])
    if not bad and (out / NONCONFORMING).is_dir() and not any((out / NONCONFORMING).iterdir()):
        (out / NONCONFORMING).rmdir()
    return tuple(out / name for name in files)


def _writers(dataset: Dataset, good: Sequence[Document], report: object) -> dict[str, dumps.Writer]:
    texts = [quad for document in good for quad in document.quads]
    symbols = ", ".join(d.symbol for d in good[:5]) + (f" and {len(good) - 5} more" if len(good) > 5 else "")  # noqa: PLR2004
    title = f"Resolutions of the United Nations as a graph: {symbols or 'none'}"
    files: dict[str, dumps.Writer] = {
        "resograph.nq.zst": lambda out: dumps.write_nquads(chain(texts, dataset.vocabulary, dataset.ontology), out),
        "resograph.ttl": partial(_turtle, texts, _head(title)),
        "vocabulary.ttl": partial(_turtle, dataset.vocabulary, _head("Actors, instruments and schemes of resograph")),
        "ontology.ttl": partial(_turtle, dataset.ontology, _head("The resograph ontology with labels and alignments")),
        "report.json": lambda out: dumps.write_json(report, out),
    }
    if dataset.findings:
        from resograph.validation_report import report_turtle

        files[REPORT_GRAPH] = partial(_bytes, report_turtle(dataset.findings).encode())
    return files


def _turtle(quads: Sequence[Quad], head: Sequence[str], out: BinaryIO) -> None:
    dumps.write_turtle(quads, out, head)


def _bytes(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def _head(title: str) -> tuple[str, ...]:
    return tuple(line.format(title=title) for line in HEAD)
