"""Files of one document, in one language each, to one graph; what cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from resograph import pipeline
from resograph.alignment import unite
from resograph.corpus.scan import File, Unread, unread
from resograph.errors import InputError
from resograph.graph import to_graph
from resograph.model import Issue
from resograph.read.source import read_source
from resograph.reading import Reading
from resograph.registry import Registry
from resograph.terms import Quad

Tell = Callable[[str, int, int], None]
# So many files are named where nothing could be read; the rest is counted.
_NAMED = 20


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


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far a job is."""


def read_documents(
    files: Sequence[File], registry: Registry, tell: Tell = silent, *, links: bool = True
) -> tuple[tuple[Document, ...], tuple[Unread, ...]]:
    """Give the documents that files hold, in order of their symbols, and the files that cannot be read.

    Two files with one document in one language: the first is kept, and the document says so.

    Args:
        files: in order of their names.
        registry: the authored data.
        tell: told of each file.
        links: False to leave the publisher's hyperlinks out of account.

    Raises:
        InputError: none of the files can be read; the reasons are named.
    """
    kept: dict[str, dict[str, Reading]] = {}
    issues: dict[str, list[Issue]] = {}
    failed: list[Unread] = []
    for count, file in enumerate(files):
        tell(f"Reading {file.path.name}", count, len(files))
        try:
            reading = pipeline.read(read_source(file.path, registry, links=links), registry)
        except Exception as error:  # noqa: BLE001 - whatever a file holds, the run goes on, and says so
            failed.append(unread(file, error))
            continue
        symbol, language = reading.structure.symbol, reading.structure.language
        first = kept.setdefault(symbol, {}).setdefault(language, reading)
        odd = issues.setdefault(symbol, [])
        odd += _folder(file, language, registry)
        if first is not reading:
            odd.append(_twice(first, reading, file.name))
    if failed and not kept:
        raise nothing_read(failed)
    documents = tuple(
        _document(symbol, tuple(readings.values()), tuple(issues[symbol]), registry)
        for symbol, readings in sorted(kept.items())
    )
    return documents, tuple(failed)


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


def _document(symbol: str, readings: tuple[Reading, ...], issues: tuple[Issue, ...], registry: Registry) -> Document:
    work = unite(readings, registry)
    differing = (found.issue for found in work.disagreements)
    return Document(symbol, work.readings, tuple(to_graph(work, registry)), (*issues, *differing))
