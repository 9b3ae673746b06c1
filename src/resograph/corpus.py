"""Many sources to the files of a dataset: each text read, all graphs validated, everything written in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from resograph import iri, pipeline, resources
from resograph.errors import InputError
from resograph.finding import Finding
from resograph.graph import to_graph
from resograph.model import Issue
from resograph.publish import dumps
from resograph.read.source import SUFFIXES, read_source
from resograph.reading import Reading
from resograph.registry import Registry
from resograph.terms import Quad
from resograph.versions import add_version, disagreements, in_order
from resograph.vocabulary import ontology_quads, vocabulary_quads

if TYPE_CHECKING:
    import pyoxigraph as ox

Tell = Callable[[str, int, int], None]

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
class Document:
    """A resolution in all the languages in which it was read.

    Args:
        symbol: its symbol.
        readings: one for each language, in the order of the sources.
        quads: its graph.
        issues: what was odd about its sources, beside what the readings say.
    """

    symbol: str
    readings: tuple[Reading, ...]
    quads: tuple[Quad, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def all_issues(self) -> tuple[Issue, ...]:
        """Give everything that was odd about it."""
        return (*self.issues, *(issue for reading in self.readings for issue in reading.issues))

    @property
    def file_name(self) -> str:
        """Give its symbol in a form that file systems take.

        >>> Document("A/RES/60/288", (), ()).file_name
        'A_RES_60_288'
        """
        return self.symbol.replace("/", "_")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything that is written: documents in order of their symbols, vocabulary, ontology, findings."""

    documents: tuple[Document, ...]
    vocabulary: tuple[Quad, ...]
    ontology: tuple[Quad, ...]
    findings: tuple[Finding, ...] = ()

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


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far a job is."""


def sources(paths: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Give the text files that are meant by files and folders, each once.

    Args:
        paths: files, taken as they are, and folders, searched with all below them; none means data/sources.

    Raises:
        InputError: a path is missing, or a folder holds no text.
    """
    found: dict[Path, Path] = {}
    for path in paths or (resources.folder("data") / "sources",):
        if not path.exists():
            raise InputError(f"{path}: no such file or folder. Check the path.")
        texts = [path]
        if path.is_dir():
            texts = sorted(p for suffix in SUFFIXES for p in path.rglob(f"*{suffix}") if p.is_file())
            if not texts:
                raise InputError(f"{path}: holds no text ({', '.join(SUFFIXES)}). Give a folder of texts, or a file.")
        for text in texts:
            found.setdefault(text.resolve(), text)
    return tuple(found.values())


def read_documents(paths: Sequence[Path], registry: Registry, tell: Tell = silent) -> tuple[Document, ...]:
    """Give the documents that text files hold, in order of their symbols.

    Two files with one document in one language: the first is kept, and the document says so.

    Args:
        paths: text files.
        registry: the authored data.
        tell: told of each file.

    Raises:
        InputError: files that cannot be read, all of them named.
    """
    kept: dict[str, dict[str, Reading]] = {}
    issues: dict[str, list[Issue]] = {}
    faults: list[str] = []
    for count, path in enumerate(paths):
        tell(f"Reading {path.name}", count, len(paths))
        try:
            reading = pipeline.read(read_source(path, registry), registry)
        except InputError as error:
            faults.append(str(error))
            continue
        structure = reading.structure
        first = kept.setdefault(structure.symbol, {}).setdefault(structure.language, reading)
        if first is not reading:
            issues.setdefault(structure.symbol, []).append(_twice(first, path.name))
    if faults:
        raise InputError("\n".join(faults))
    return tuple(
        _document(symbol, tuple(readings.values()), tuple(issues.get(symbol, ())), registry)
        for symbol, readings in sorted(kept.items())
    )


def _twice(first: Reading, name: str) -> Issue:
    structure = first.structure
    kept = structure.manifestation.name
    text = f"{name} holds {structure.symbol} ({structure.language}) too; {kept} was kept and {name} left aside"
    return Issue("document-twice", text, name)


def _document(symbol: str, readings: tuple[Reading, ...], issues: tuple[Issue, ...], registry: Registry) -> Document:
    first, *others = in_order(readings, registry)
    added = (add_version(other, first, registry) for other in others)
    quads = dict.fromkeys(chain(to_graph(first, registry), *added))
    differing = chain.from_iterable(disagreements(other, first) for other in others)
    return Document(symbol, (first, *others), tuple(quads), (*issues, *differing))


def assemble(documents: Sequence[Document], registry: Registry) -> Dataset:
    """Give documents with the vocabulary and the ontology, not validated."""
    return Dataset(tuple(documents), tuple(vocabulary_quads(registry)), tuple(ontology_quads()))


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
    return Dataset(dataset.documents, dataset.vocabulary, dataset.ontology, ordered(found))


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
