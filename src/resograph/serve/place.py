"""From a dump to the store that is served: loaded once for each version of the dump, aside, then renamed."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from resograph.distribution import counts, downloads
from resograph.errors import InputError, OutputError, unreadable
from resograph.iri import HOME
from resograph.registry import load as load_registry
from resograph.serve.description import example_quads
from resograph.site.facts import Facts
from resograph.site.lookup import index
from resograph.site.lookup.words import habits
from resograph.site.words import keep, tongues
from resograph.void import dataset_quads, download_quads

_CHUNK = 1024 * 1024
_FOLDER = ".stores"
_VERSION = 16
# Counts what a folder holds beside the store: a folder of an earlier resograph is not taken for one of this.
_LAYOUT = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A store on disk, with the index of its words beside it.

    Args:
        folder: where it lies.
        version: the beginning of the SHA-256 of the dump it was loaded from.
    """

    folder: Path
    version: str


def stamp(dump: Path) -> tuple[int, int]:
    """Give what changes when a dump is replaced: its time and its size.

    Raises:
        InputError: it is not there.
    """
    try:
        status = dump.stat()
    except OSError as error:
        raise unreadable(dump, error) from None
    return status.st_mtime_ns, status.st_size


def prepare(dump: Path) -> Place:
    """Give the store of a dump, loaded if it is not there yet.

    The loading runs in a process of its own, so that its memory goes when it ends. Stores lie beside the dump, in
    `.stores`, each in a folder that bears its version.

    Args:
        dump: N-Quads, plain or compressed by Zstandard.

    Raises:
        InputError: the dump cannot be read or is damaged.
        OutputError: the folder beside it cannot be written.
        RegistryError: the languages of the interface cannot be read.
    """
    version = _digest(dump)
    folder = dump.parent / _FOLDER / f"{version}-{_LAYOUT}"
    aside = folder.with_name(f"{folder.name}.{os.getpid()}.new")
    try:
        if folder.is_dir():
            keep(tongues(load_registry()), folder)  # an earlier resograph may have written it, with fewer words
            return Place(folder, version)
        aside.parent.mkdir(exist_ok=True)
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", "resograph.serve.place", str(dump), str(aside)],
            check=False, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        if done.returncode:
            raise InputError(done.stderr.strip().rsplit("\n", 1)[-1] or f"{dump}: cannot be loaded.")
        keep(tongues(load_registry()), aside)
        with suppress(FileExistsError):
            aside.rename(folder)
    except OSError as error:
        raise OutputError(f"{aside.parent}: cannot be written ({error.strerror}). Serve a copy of the dump.") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Place(folder, version)


def sweep(dump: Path, keep: Place) -> None:
    """Remove the stores of earlier versions of a dump."""
    for folder in (dump.parent / _FOLDER).iterdir():
        if folder != keep.folder:
            shutil.rmtree(folder, ignore_errors=True)


def _digest(dump: Path) -> str:
    try:
        with dump.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:_VERSION]
    except OSError as error:
        raise unreadable(dump, error) from None


class _Stream(io.RawIOBase):
    """Blocks of bytes as a file to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.blocks, self.rest = blocks, memoryview(b"")

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer."""
        if not self.rest:
            self.rest = memoryview(next(self.blocks, b""))
        taken = min(len(buffer), len(self.rest))
        buffer[:taken] = self.rest[:taken]
        self.rest = self.rest[taken:]
        return taken


def _without_graph(line: bytes) -> bytes:
    r"""Give a statement without its graph.

    >>> _without_graph(b'<s> <p> "o" <g> .\n')
    b'<s> <p> "o" .\n'
    """
    body = line.rstrip(b" .\r\n")
    if not body.endswith(b">") or body.count(b" ") < 3:  # noqa: PLR2004 - subject, predicate, object and graph
        return b""
    return body[: body.rindex(b" ")] + b" .\n"


def _blocks(dump: Path) -> Iterator[bytes]:
    """Give many lines of a dump at a time, with their doubles."""
    import zstandard

    with dump.open("rb") as file:
        raw = (
            zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) if dump.suffix == ".zst" else file
        )
        lines = io.BufferedReader(raw, _CHUNK)
        while block := lines.readlines(_CHUNK):
            yield b"".join(block) + b"".join(map(_without_graph, block))


def load(dump: Path, folder: Path) -> None:
    """Load a dump into a new store, and write the index of its words into the same folder.

    Args:
        dump: N-Quads, plain or compressed; each statement goes into its graph and into the default graph.
        folder: of the store.

    Raises:
        InputError: the dump is damaged.
        OSError: the index cannot be written.
    """
    import pyoxigraph as ox
    import zstandard

    store = ox.Store(str(folder))
    try:
        store.bulk_load(io.BufferedReader(_Stream(_blocks(dump)), _CHUNK), format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError, EOFError, zstandard.ZstdError) as error:
        raise InputError(f"{dump}: is not the N-Quads its ending says: {error}. Build it again.") from None
    registry = load_registry()
    titles = {tag: tongue.messages for tag, tongue in tongues(registry).items()}
    store.bulk_load("".join(_described(dump.parent, titles)).encode(), format=ox.RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
    index.build(Facts(store), habits(registry), folder / index.FILE)


def _described(folder: Path, titles: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Give what the dataset says of itself as lines, in its graph and in the default graph, so that a query finds it."""
    told = (*dataset_quads(counts(folder)), *download_quads(HOME, downloads(folder), titles), *example_quads())
    for subject, predicate, value, graph in told:
        yield f"{subject} {predicate} {value} .\n{subject} {predicate} {value} {graph} .\n"


if __name__ == "__main__":
    try:
        load(Path(sys.argv[1]), Path(sys.argv[2]))
    except (InputError, OSError) as problem:
        sys.exit(str(problem))
