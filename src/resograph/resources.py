"""Where the authored folders ontology/, data/, shapes/ and queries/ lie."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from resograph.errors import RegistryError

FOLDERS = ("ontology", "data", "shapes", "queries")


@cache
def root() -> Path:
    """Give the folder that holds ontology/, data/, shapes/ and queries/.

    In an installed wheel they lie inside the package, in a checkout at its top.

    Raises:
        RegistryError: neither place has them.
    """
    here = Path(__file__).resolve().parent
    for place in (here / "_bundled", here.parents[1]):
        if all((place / name).is_dir() for name in FOLDERS):
            return place
    raise RegistryError(f"{here}: the folders {', '.join(FOLDERS)} are missing. Reinstall resograph.")


def folder(name: str) -> Path:
    """Give one of the four authored folders.

    Args:
        name: one of `FOLDERS`.
    """
    return root() / name


@cache
def program() -> str:
    """Give a hash of all that output depends on beside the sources: code, authored data, shapes, questions."""
    digest = hashlib.sha256()
    for place in (Path(__file__).parent, *map(folder, FOLDERS)):
        for path in sorted(place.rglob("*")):
            if path.suffix in {".py", ".yml", ".ttl", ".rq", ".tsv"} and "_bundled" not in path.parts:
                digest.update(f"{path.relative_to(place)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
