"""The errors that a person who uses resograph may meet, each with its exit status."""

from __future__ import annotations

# As in typing, which takes as long to import as all else that --help needs; pathlib takes longer still.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class ResographError(Exception):
    """A failure with a cure: its text says what is wrong, where, and what to do.

    `exit_status` is what the command line returns for it (docs/commands.md lists them).
    """

    exit_status = 2


class InputError(ResographError):
    """A source text that cannot be read at all: missing, empty, binary, wrongly encoded, in no known language.

    Args:
        text: what is wrong, where, and what to do.
        kind: the kind of reason, by which reports count: a kebab-case name ("empty", "not-well-formed").
    """

    exit_status = 3

    def __init__(self, text: str, kind: str = "unreadable") -> None:
        self.kind = kind
        super().__init__(text)


class RegistryError(ResographError):
    """A fault in the authored data under data/: its text names file, line and field."""

    exit_status = 4


class OutputError(ResographError):
    """A result that cannot be written: folder not writable, disk full. Earlier output stays as it was."""

    exit_status = 5


class QueryError(ResographError):
    """A query that cannot be answered: unknown name, faulty SPARQL, missing parameter, unreachable endpoint."""

    exit_status = 6


class InvalidSymbol(ResographError, ValueError):  # noqa: N818 - the name says what the value is
    """A text that is no UN document symbol; a caret under it marks the place.

    Args:
        text: what was to be parsed.
        position: code point offset of the first character that does not fit.
        expected: what should have stood there.
    """

    exit_status = 2

    def __init__(self, text: str, position: int, expected: str) -> None:
        self.text, self.position, self.expected = text, position, expected
        super().__init__(f"not a document symbol: expected {expected}\n  {text}\n  {' ' * position}^")


def unreadable(path: Path, cause: OSError) -> InputError:
    """Give the error for a file that the system will not open."""
    return InputError(f"{path}: cannot be read ({cause.strerror or cause}). Check the path and its permissions.")
