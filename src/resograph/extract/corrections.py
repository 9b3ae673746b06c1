"""Documents and their corrections, cited side by side: "A/80/626 and A/80/626/Corr.1, para. 3"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from resograph.reading import Reference

# A correction has the symbol of what it corrects with this behind it (UN editorial manual, series symbols).
_CORRECTION = "/Corr."


def corrects(one: Reference, other: Reference) -> bool:
    """Say whether a citation is of a correction of what another one cites."""
    return (one.target or "").startswith(f"{other.target}{_CORRECTION}")


def without_corrections(cited: Sequence[Reference]) -> Sequence[Reference]:
    """Give what a footnote cites without the corrections of the document that it cites first."""
    return [one for one in cited if not corrects(one, cited[0])]


def placed(references: Iterable[Reference]) -> Iterator[Reference]:
    """Give citations of a provision; a place named behind a document and its correction is one in the document.

    The words of the place stay with the correction, beside which they stand.
    """
    before: Reference | None = None
    for one in references:
        if before and corrects(one, before) and one.pinpoints and not before.pinpoints:
            pins = tuple(f"{before.target}#{pin.partition('#')[2]}" for pin in one.pinpoints)
            yield replace(before, pinpoints=pins)
            before = replace(one, pinpoints=(), pinpoint_span=None)
            continue
        if before:
            yield before
        before = one
    if before:
        yield before
