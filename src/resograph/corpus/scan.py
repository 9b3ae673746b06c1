"""Which files are meant, and what becomes of those that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resograph import resources
from resograph.errors import InputError
from resograph.read.source import SUFFIXES


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
        files = [File(path, path.name)]
        if path.is_dir():
            texts = sorted(p for suffix in SUFFIXES for p in path.rglob(f"*{suffix}") if p.is_file())
            if not texts:
                raise InputError(f"{path}: holds no text ({', '.join(SUFFIXES)}). Give a folder of texts, or a file.")
            files = [File(text, text.relative_to(path).as_posix()) for text in texts]
        for file in files:
            found.setdefault(file.path.resolve(), file)
    return tuple(sorted(found.values(), key=lambda file: (file.name, str(file.path))))


def unread(file: File, error: Exception) -> Unread:
    """Give the record of a file that cannot be read; a failure that nobody foresaw is named as such."""
    if isinstance(error, InputError):
        return Unread(file.name, error.kind, str(error).replace(str(file.path), file.name))
    what = f"{type(error).__name__}: {error}".replace(str(file.path), file.name)
    reason = f"{file.name}: resograph failed on it ({what}). Please report this, with the file."
    return Unread(file.name, "failure", reason)
