"""Files of a dataset, and the change of a folder in one step: all of its files are new, or all are as they were."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from resograph.errors import OutputError
from resograph.publish import turtle
from resograph.terms import Quad

Writer = Callable[[BinaryIO], None]

ZSTD_LEVEL = 3
_BATCH = 4096
_CURES = {
    errno.ENOSPC: "Free some space, or choose another --out.",
    errno.EDQUOT: "Free some of your quota, or choose another --out.",
    errno.EFBIG: "Raise the limit on the size of files (ulimit -f), or choose another --out.",
    errno.EACCES: "Make the folder writable, or choose another --out.",
    errno.EPERM: "Make the folder writable, or choose another --out.",
    errno.EROFS: "The disk is read-only: choose another --out.",
    errno.ENOTDIR: "A file stands where a folder is needed: move it, or choose another --out.",
    errno.EEXIST: "A file stands where a folder is needed: move it, or choose another --out.",
    errno.EISDIR: "A folder stands where the file is to be: move it, or choose another --out.",
    errno.ENAMETOOLONG: "Choose a shorter --out.",
}


def write_nquads(quads: Iterable[Quad], to: Path | BinaryIO) -> None:
    """Write N-Quads, compressed with zstd, as they come.

    The same quads give the same bytes: one thread, a checksum, and no sizes or times in the frame.

    Args:
        quads: one line each, in this order.
        to: a file, replaced in one step, or a stream.

    Raises:
        OutputError: the file cannot be written.
    """
    _write(lambda out: _compress((f"{s} {p} {o} {g} .\n" for s, p, o, g in quads), out), to)


def write_lines(lines: Iterable[str], to: Path | BinaryIO) -> None:
    """Write lines of text, compressed with zstd as N-Quads are.

    Args:
        lines: each with its end.
        to: a file, replaced in one step, or a stream.

    Raises:
        OutputError: the file cannot be written.
    """
    _write(lambda out: _compress(lines, out), to)


def _compress(lines: Iterable[str], out: BinaryIO) -> None:
    import zstandard

    settings = zstandard.ZstdCompressionParameters.from_level(
        ZSTD_LEVEL, threads=0, write_checksum=True, write_content_size=False
    )
    left = iter(lines)
    with zstandard.ZstdCompressor(compression_params=settings).stream_writer(out, closefd=False) as packed:
        while batch := "".join(islice(left, _BATCH)):
            packed.write(batch.encode())


def write_turtle(quads: Iterable[Quad], to: Path | BinaryIO, head: Sequence[str] = ()) -> None:
    """Write Turtle that people read.

    Args:
        quads: what to write; their graphs are left aside.
        to: a file, replaced in one step, or a stream.
        head: what the comment at the top says, line by line.

    Raises:
        OutputError: the file cannot be written.
        ValueError: a term is a blank node.
    """
    _write(lambda out: turtle.write(quads, out, head), to)


def write_json(value: object, to: Path | BinaryIO) -> None:
    """Write JSON in UTF-8, indented, with its keys in the order given.

    Args:
        value: of what `json` knows.
        to: a file, replaced in one step, or a stream.

    Raises:
        OutputError: the file cannot be written.
    """
    _write(lambda out: _send(out, json.dumps(value, ensure_ascii=False, indent=2) + "\n"), to)


def json_line(value: object) -> str:
    """Give a value as one line of JSON, with its end."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def _send(out: BinaryIO, content: str) -> None:
    out.write(content.encode())


def _write(writer: Writer, to: Path | BinaryIO) -> None:
    """Call a writer with a stream, or publish what it writes as one file."""
    if isinstance(to, Path):
        publish(to.parent, {to.name: writer})
    else:
        writer(to)


def publish(out: Path, files: Mapping[str, Writer], stale: Iterable[str] = ()) -> None:
    """Write files into a folder in one step.

    Each is written aside and brought safely to the disk; only when all are there do they take their names. Whatever
    fails, the folder is as it was: earlier files unchanged, nothing left of the new ones.

    Args:
        out: the folder; made if it is missing.
        files: the writer of each file, by its name in the folder ("report.json", "nonconforming/A_RES_60_288.ttl").
        stale: names of files of an earlier run that go in the same step.

    Raises:
        OutputError: the system refuses; the text names the file, why, and what to do.
    """
    made: list[Path] = []
    try:
        for folder in dict.fromkeys((out, *((out / name).parent for name in files))):
            make_folder(folder, made)
        _replace(out, files, tuple(stale))
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def make_folder(out: Path, made: list[Path]) -> None:
    """Make a folder and what is missing above it, and note what was made.

    Raises:
        OutputError: the system refuses.
    """
    with explained(out):
        if out.exists() and not out.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        for folder in reversed((out, *out.parents)):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                made.append(folder)


def _replace(out: Path, files: Mapping[str, Writer], stale: Sequence[str]) -> None:
    """Write every file aside, keep the earlier ones, change the names; on any failure go back."""
    mark = os.getpid()
    aside = {name: (out / name).with_name(f".{Path(name).name}.{mark}.new") for name in files}
    kept = {name: (out / name).with_name(f".{Path(name).name}.{mark}.old") for name in (*files, *stale)}
    renamed: list[str] = []
    try:
        for name, writer in files.items():
            with explained(out / name):
                _write_aside(aside[name], writer)
        for name, path in kept.items():
            with explained(out / name):
                _keep(out / name, path)
        for name in files:
            with explained(out / name):
                aside[name].replace(out / name)
                renamed.append(name)
        for name in stale:
            with explained(out / name):
                (out / name).unlink(missing_ok=True)
                renamed.append(name)
        with explained(out):
            _sync(out)
    except BaseException:
        for name in renamed:
            with suppress(OSError):
                kept[name].replace(out / name) if os.path.lexists(kept[name]) else (out / name).unlink()
        raise
    finally:
        for path in (*aside.values(), *kept.values()):
            with suppress(OSError):
                path.unlink()


def _write_aside(aside: Path, writer: Writer) -> None:
    """Write one file under its temporary name, down to the disk."""
    with aside.open("wb") as stream:
        writer(stream)
        stream.flush()
        os.fsync(stream.fileno())


def _keep(target: Path, kept: Path) -> None:
    """Give the earlier file a second name, or make a copy where the disk knows no second names.

    A folder in its place is met here, before anything is renamed: it can have neither.
    """
    if not os.path.lexists(target):
        return
    try:
        os.link(target, kept, follow_symlinks=False)
    except OSError:
        shutil.copy2(target, kept, follow_symlinks=False)


def _sync(folder: Path) -> None:
    """Bring the new names safely to the disk, where the system lets a folder be opened."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn a refusal of the system into an error that says what, why and what to do."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        cure = _CURES.get(error.errno or 0, "Choose another --out.")
        raise OutputError(f"{path}: cannot be written ({why}). {cure} Earlier output is unchanged.") from error
