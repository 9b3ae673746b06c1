"""RDF files in memory, their graphs united."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from resograph.errors import InputError, unreadable

if TYPE_CHECKING:
    import pyoxigraph as ox


def _quads(path: Path) -> Iterator[ox.Quad]:
    import pyoxigraph as ox
    import zstandard

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
        with ExitStack() as stack:
            stream: IO[bytes] = stack.enter_context(path.open("rb"))
            if packed:
                stream = cast("IO[bytes]", stack.enter_context(zstandard.ZstdDecompressor().stream_reader(stream)))
            yield from ox.parse(stream, format=formats[suffix])
    except (SyntaxError, ValueError, zstandard.ZstdError) as error:
        raise InputError(f"{path}: is not the data its ending says: {error}. Build it again.") from error
    except OSError as error:
        raise unreadable(path, error) from error


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
