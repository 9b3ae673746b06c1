"""Where the authored folders ontology/, data/, shapes/ and queries/ lie."""

from __future__ import annotations

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
