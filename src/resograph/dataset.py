"""RDF files in memory, their graphs united."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resograph.errors import InputError, unreadable

if TYPE_CHECKING:
    import pyoxigraph as ox


# A dump has a frame for each document: what follows a frame is copied once a piece, not once a frame.
_PIECE = 256 * 1024


def content(path: Path) -> bytes:
    """Give what a file holds, unpacked if its name ends in .zst.

    Raises:
        InputError: it cannot be read, or its compression is damaged or cut off.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None
    if path.suffix != ".zst":
        return data
    return _unpacked(path, data)


def _unpacked(path: Path, data: bytes) -> bytes:
    """Give the content of all frames of a compressed file."""
    import zstandard

    parts: list[bytes] = []
    view, at, frame = memoryview(data), 0, None
    while at < len(data):
        frame = frame or zstandard.ZstdDecompressor().decompressobj()
        piece = view[at : at + _PIECE]
        try:
            parts.append(frame.decompress(piece))
        except zstandard.ZstdError as error:
            raise InputError(
                f"{path}: the compression is damaged ({error}): not the data its ending says. Fetch or build the file again."
            ) from None
        at += len(piece) - len(frame.unused_data)
        frame = None if frame.eof else frame
    if frame:
        raise InputError(f"{path}: the file is cut off. Fetch or build it again.")
    return b"".join(parts)


def _quads(path: Path) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    formats = {
        ".ttl": ox.RdfFormat.TURTLE,
        ".nt": ox.RdfFormat.N_TRIPLES,
        ".nq": ox.RdfFormat.N_QUADS,
        ".trig": ox.RdfFormat.TRIG,
    }
    packed = path.suffix == ".zst"
    suffix = Path(path.stem).suffix if packed else path.suffix
    if suffix not in formats:
        raise InputError(f"{path}: unknown ending. Data is read from {', '.join(formats)}, each also as .zst.")
    try:
        yield from ox.parse(content(path), format=formats[suffix])
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{path}: is not the data its ending says: {error}. Build it again.") from error


def load(paths: Sequence[Path], *, named: bool = False) -> ox.Store:
    """Give a store in memory whose default graph is the union of all graphs of some files.

    The union is made here, since an engine that looks at all graphs at once answers twice what two graphs say.

    Args:
        paths: files in Turtle, N-Triples, N-Quads or TriG, plain or compressed by Zstandard.
        named: keep the named graphs beside their union, for queries with GRAPH.

    Raises:
        InputError: a file cannot be read or is not what its ending says.
    """
    import pyoxigraph as ox

    store = ox.Store()
    for path in paths:
        store.bulk_extend(
            quad
            for found in _quads(path)
            for quad in ((ox.Quad(*found.triple), found) if named else (ox.Quad(*found.triple),))
        )
    return store
