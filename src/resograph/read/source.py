"""A source file in any format that can be read."""

from __future__ import annotations

from pathlib import Path

from resograph.model import Expression
from resograph.read.text import read_text
from resograph.registry import Registry

SUFFIXES = (".txt", ".xml")


def read_source(path: Path, registry: Registry, *, links: bool = True) -> Expression:
    """Give the expression in a file: official XML by its ending, anything else as plain text.

    Args:
        path: the file.
        registry: the languages that can be read.
        links: False to leave the publisher's hyperlinks out of account.

    Raises:
        InputError: the file cannot be read; the text says where and what to do.
    """
    if _is_marked_up(path):
        from resograph.read.akn import read_akn

        return read_akn(path, registry, links=links)
    return read_text(path, registry)


def announced_symbol(path: Path) -> str | None:
    """Give the symbol that a file announces in its head; None where it has to be read in full to know.

    Raises:
        InputError: the file cannot be opened.
    """
    if not _is_marked_up(path):
        return None
    from resograph.read.akn_head import cover_symbol

    return cover_symbol(path)


def _is_marked_up(path: Path) -> bool:
    return path.suffix.lower() == ".xml"
