"""Footnotes as provisions of their own, each hung on what bears its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resograph.model import Layout, Provision


def footnotes(layout: Layout, provisions: Sequence[Provision]) -> Iterator[Provision]:
    """Give the footnotes; one whose number is no number, or is printed twice, is counted on."""
    bearers = {m.number: p.eid for p in reversed(provisions) for m in p.marks}
    numbers = [int(n.number) for n in layout.notes if n.number.isdecimal()]
    taken: set[int] = set()
    for note in layout.notes:
        number = int(note.number) if note.number.isdecimal() else 0
        if not number or number in taken:
            number = max([0, *numbers, *taken]) + 1
        taken.add(number)
        yield Provision(
            f"fn{number}",
            "Footnote",
            bearers.get(note.number),
            note.number,
            note.body,
            source_eid=note.source_eid,
            links=note.links,
        )
