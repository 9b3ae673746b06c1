"""The files of one document, in one language each, to one graph; what cannot be read is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from resograph import pipeline
from resograph.alignment import unite
from resograph.corpus.scan import File, Source, Unread, scan, unread
from resograph.errors import InputError
from resograph.graph import describe
from resograph.model import Issue
from resograph.read.source import read_source
from resograph.reading import Reading
from resograph.registry import Registry
from resograph.terms import Described, Quad

# So many files are named where nothing could be read; the rest is counted.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Document:
    """A resolution in all the languages in which it was read.

    Args:
        symbol: its symbol.
        readings: one for each language, in the order of the sources.
        subjects: its graph, subject by subject.
        issues: what was odd about its sources, beside what the readings say.
    """

    symbol: str
    readings: tuple[Reading, ...]
    subjects: tuple[Described, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def quads(self) -> tuple[Quad, ...]:
        """Give its graph as quads."""
        return tuple(chain.from_iterable(subject.quads for subject in self.subjects))

    @property
    def size(self) -> int:
        """Give how many statements its graph has."""
        return sum(len(subject.pairs) for subject in self.subjects)

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


def read_document(
    files: Sequence[File], registry: Registry, *, links: bool = True
) -> tuple[Document | None, tuple[Unread, ...]]:
    """Give the document that files hold, in one language each, and the files that cannot be read.

    Two files in one language: the first is kept, and the document says so.

    Args:
        files: all of one document, in order of their names.
        registry: the authored data.
        links: False to leave the publisher's hyperlinks out of account.
    """
    kept: dict[str, Reading] = {}
    issues: list[Issue] = []
    failed: list[Unread] = []
    for file in files:
        try:
            reading = pipeline.read(read_source(file.path, registry, links=links), registry)
        except Exception as error:  # noqa: BLE001 - whatever a file holds, the run goes on, and says so
            failed.append(unread(file, error))
            continue
        first = kept.setdefault(reading.structure.language, reading)
        issues += _folder(file, reading.structure.language, registry)
        if first is not reading:
            issues.append(_twice(first, reading, file.name))
    if not kept:
        return None, tuple(failed)
    try:
        return _document(tuple(kept.values()), issues, registry), tuple(failed)
    except Exception as error:  # noqa: BLE001 - what files say together is as unknown as what one holds
        return None, tuple(unread(file, error) for file in files)


def read_documents(files: Sequence[File], registry: Registry) -> tuple[Document, ...]:
    """Give the documents that files hold, in order of their symbols.

    Raises:
        InputError: a file cannot be read; all such files are named.
    """
    seen = [scan(file, registry) for file in files]
    failed = [file for file in seen if isinstance(file, Unread)]
    documents: list[Document] = []
    for group in grouped(source for source in seen if isinstance(source, Source)):
        document, unread_ones = read_document([source.file for source in group], registry)
        documents += [document] if document else []
        failed += unread_ones
    if failed:
        raise nothing_read(failed)
    return tuple(documents)


def grouped(sources: Iterable[Source]) -> tuple[tuple[Source, ...], ...]:
    """Give the sources of each document together, documents in order of their symbols, files in order of their names.

    Files of one name are told apart by their bytes, so that it does not matter where they lie.
    """
    found: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda source: (source.symbol, source.file.name, source.sha256)):
        found.setdefault(source.symbol, []).append(source)
    return tuple(map(tuple, found.values()))


def nothing_read(failed: Sequence[Unread]) -> InputError:
    """Give the error for a run that could read no file at all."""
    reasons = [file.reason for file in failed[:_NAMED]]
    if len(failed) > _NAMED:
        reasons.append(f"… and {len(failed) - _NAMED:,} more files that cannot be read")
    return InputError("\n".join(reasons))


def _folder(file: File, language: str, registry: Registry) -> Iterator[Issue]:
    """Give the issue of a file in a folder that is named after another language than that of its text."""
    named = {name.casefold(): tag for tag, x in registry.languages.items() for name in (tag, *x.name.values())}
    folders = [named.get(folder.casefold()) for folder in PurePosixPath(file.name).parts[:-1]]
    folder = next((tag for tag in reversed(folders) if tag), language)
    if folder != language:
        text = f"{file.name} lies in a folder for {folder!r}, but its text is in {language!r}; the text is believed"
        yield Issue("folder-differs", text, file.name)


def _twice(first: Reading, other: Reading, name: str) -> Issue:
    structure, theirs = first.structure, other.structure.manifestation
    kept = structure.manifestation
    same = "byte for byte the same" if kept.sha256 == theirs.sha256 else "which differs"
    text = f"{name} holds {structure.symbol} ({structure.language}) too; {kept.name} was kept and {name} left aside"
    return Issue("document-twice", f"{text}, {same}", name)


def _document(readings: tuple[Reading, ...], issues: Sequence[Issue], registry: Registry) -> Document:
    work = unite(readings, registry)
    symbol = work.readings[0].structure.symbol
    differing = (found.issue for found in work.disagreements)
    return Document(symbol, work.readings, tuple(describe(work, registry)), (*issues, *differing))
