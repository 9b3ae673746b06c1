"""A whole run: files found and scanned, cut into shards, the shards built, and everything published in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from resograph import registry
from resograph.corpus.documents import nothing_read
from resograph.corpus.engine import Engine
from resograph.corpus.files import Built, publish
from resograph.corpus.plan import Settings, Shard, plan
from resograph.corpus.scan import File, Source, Unread, find, scan
from resograph.corpus.shards import Entry, build_shard, kept_shard
from resograph.errors import OutputError
from resograph.publish import dumps

Tell = Callable[[str, int, int], None]

SHARDS = "shards"
# Runs of more files keep their shards, so that the next one builds only what changed.
KEPT_FROM = 100
_AT_A_TIME = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made: the report, the files it wrote, how many sources it was given."""

    report: dict[str, Any]
    files: tuple[Path, ...]
    sources: int


def build(paths: Sequence[Path], out: Path, settings: Settings, engine: Engine, tell: Tell) -> Outcome:
    """Build the dataset of the files under some paths.

    Args:
        paths: files and folders; none means data/sources.
        out: the folder to write to.
        settings: what is asked.
        engine: does the work, in this process or in others.
        tell: told how many files are done.

    Raises:
        InputError: a path is missing, or no file can be read.
        OutputError: the folder cannot be written; finished shards stay, and the next run goes on from there.
        RegistryError: the authored data have a fault.
    """
    registry.load()
    files = find(paths)
    sources, unread = _scan(files, engine, tell)
    if not sources:
        raise nothing_read(unread)
    shards = plan(sources, settings)
    stay = engine.shared or len(files) > KEPT_FROM
    folder = out / (SHARDS if stay else f".{SHARDS}.{os.getpid()}")
    made: list[Path] = []
    try:
        for place in (out, folder):
            dumps.make_folder(place, made)
        entries = _build(shards, settings, folder, engine, tell)
        unread = (*unread, *(file for entry in entries for file in entry.unread))
        if not any(entry.documents for entry in entries):
            raise nothing_read(unread)
        tell("Writing", len(files), len(files))
        by_name = tuple(sorted(unread, key=lambda file: (file.file, file.reason)))
        report, written = publish(Built(entries, folder, by_name, settings, stay), out)
        _clear(out / SHARDS, {shard.key for shard in shards} if stay else set())
    finally:
        if not stay:
            shutil.rmtree(folder, ignore_errors=True)
        for place in reversed(made):
            with suppress(OSError):
                place.rmdir()
    return Outcome(report, written, len(files))


def _scan(files: Sequence[File], engine: Engine, tell: Tell) -> tuple[tuple[Source, ...], tuple[Unread, ...]]:
    seen: list[Source | Unread] = []
    for batch in engine.map(scan_files, [files[at : at + _AT_A_TIME] for at in range(0, len(files), _AT_A_TIME)]):
        seen += batch
        tell("Looking", len(seen), len(files))
    return tuple(s for s in seen if isinstance(s, Source)), tuple(s for s in seen if isinstance(s, Unread))


def scan_files(files: Sequence[File]) -> list[Source | Unread]:
    """Give the document of each file, or why it has none."""
    return [scan(file, registry.load()) for file in files]


def _build(shards: Sequence[Shard], settings: Settings, folder: Path, engine: Engine, tell: Tell) -> tuple[Entry, ...]:
    """Build the shards that are not there yet, and give the entries of all."""
    entries = {shard.key: kept for shard in shards if (kept := kept_shard(shard.key, folder))}
    # the widest first: what is left for the end is small, and no worker waits long for the last one
    missing = sorted((shard for shard in shards if shard.key not in entries), key=lambda shard: -shard.files)
    for shard in missing:
        shutil.rmtree(folder / shard.key, ignore_errors=True)  # damaged, if it is there
    widths = {shard.key: shard.files for shard in shards}
    total = sum(widths.values())
    done = sum(widths[key] for key in entries)
    tell("Building", done, total)
    try:
        for entry in engine.map(partial(build_shard, settings=settings, folder=folder), missing):
            entries[entry.key] = entry
            done += widths[entry.key]
            tell("Building", done, total)
    except OutputError as error:
        if not entries:
            raise
        raise OutputError(f"{error} {len(entries)} of {len(shards)} shards are done: run again to go on.") from error
    return tuple(entries[shard.key] for shard in shards)


def _clear(folder: Path, keys: set[str]) -> None:
    """Remove what earlier runs, and killed ones, left among the shards; the folder too if none is left."""
    for place in folder.iterdir() if folder.is_dir() else ():
        if place.name not in keys:
            shutil.rmtree(place, ignore_errors=True)
    if not keys:
        shutil.rmtree(folder, ignore_errors=True)
