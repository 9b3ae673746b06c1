"""What stands at the top of a Turtle file: what it is, whence the texts are, and on which terms."""

from __future__ import annotations

from resograph import iri

_LINES = (
    "{title}",
    "",
    "Source of the texts: the United Nations, which holds the copyright in its publications. The copies are unofficial",
    "and without warranty; the official texts are at https://docs.un.org.",
    "What resograph adds is under CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).",
    f"Ontology: {iri.ONTOLOGY}",
)


def head(title: str) -> tuple[str, ...]:
    """Give the lines of the comment that a file with this title begins with."""
    return tuple(line.format(title=title) for line in _LINES)
