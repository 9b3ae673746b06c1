"""A quick look at every file that is meant: of which document it is, what its bytes are, or why it cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resograph import pipeline, resources
from resograph.errors import InputError, unreadable
from resograph.read.source import SUFFIXES, announced_symbol, read_source
from resograph.registry import Registry


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to be read.

    Args:
        path: where it lies.
        name: what reports call it: its path below the folder that was given, the same on every machine.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose document is known."""

    file: File
    sha256: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that cannot be read: its name, the kind of reason, the reason with place and cure."""

    file: str
    kind: str
    reason: str


def find(paths: Sequence[Path] = ()) -> tuple[File, ...]:
    """Give the files that are meant by files and folders, each once, in order of their names.

    Args:
        paths: files, taken as they are, and folders, searched with all below them; none means data/sources.

    Raises:
        InputError: a path is missing, or a folder holds no text.
    """
    found: dict[Path, File] = {}
    for path in paths or (resources.folder("data") / "sources",):
        if not path.exists():
            raise InputError(f"{path}: no such file or folder. Check the path.")
        files = [File(path.absolute(), path.name)]
        if path.is_dir():
            texts = sorted(p for suffix in SUFFIXES for p in path.rglob(f"*{suffix}") if not p.is_dir())
            if not texts:
                raise InputError(f"{path}: holds no text ({', '.join(SUFFIXES)}). Give a folder of texts, or a file.")
            files = [File(text.absolute(), text.relative_to(path).as_posix()) for text in texts]
        for file in files:
            found.setdefault(file.path.resolve(), file)
    return tuple(sorted(found.values(), key=lambda file: (file.name, str(file.path))))


def scan(file: File, registry: Registry) -> Source | Unread:
    """Give the document of a file, or why it has none.

    Official XML announces it in its head; a text says it where it opens, so it is read.
    """
    try:
        _check_file(file.path)
        symbol = announced_symbol(file.path)
        if symbol is None:
            symbol = pipeline.segment(read_source(file.path, registry), registry).symbol
        return Source(file, _digest(file.path), symbol)
    except Exception as error:  # noqa: BLE001 - whatever a file holds, the run goes on, and says so
        return unread(file, error)


def _check_file(path: Path) -> None:
    """Refuse what is no file, before it is opened: a pipe would be waited for without end.

    Raises:
        InputError: it is a link that leads nowhere, or something else than a file.
    """
    if path.is_file():
        return
    if path.is_symlink() and not path.exists():
        raise InputError(f"{path}: a link that leads nowhere. Mend or remove it.", "not-a-file")
    raise InputError(f"{path}: no file, but a pipe, socket or device. Give a file.", "not-a-file")


def unread(file: File, error: Exception) -> Unread:
    """Give the record of a file that cannot be read; a failure that nobody foresaw is named as such."""
    if isinstance(error, InputError):
        return Unread(file.name, error.kind, str(error).replace(str(file.path), file.name))
    what = f"{type(error).__name__}: {error}".replace(str(file.path), file.name)
    reason = f"{file.name}: resograph failed on it ({what}). Please report this, with the file."
    return Unread(file.name, "failure", reason)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as cause:
        raise unreadable(path, cause) from cause
