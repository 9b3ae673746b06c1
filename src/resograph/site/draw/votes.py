"""How States voted on a document, as one bar; the table names each."""

from __future__ import annotations

from collections import Counter

from resograph.site.draw.bars import stacked
from resograph.site.draw.svg import Cell, Drawing
from resograph.site.facts import Facts
from resograph.site.resolution import Resolution
from resograph.site.words import Tongue

KIND = "votes"
# Choices in the order in which the United Nations lists them, and the property that counts each.
_COUNTS = {"in-favour": "inFavourCount", "against": "againstCount", "abstaining": "abstainingCount"}


def votes(facts: Facts, tongue: Tongue, found: Resolution) -> Drawing | None:
    """Give how States voted, None if no vote is known.

    Args:
        facts: the store.
        tongue: the language of the picture.
        found: the document.
    """
    say = tongue.messages
    names = {choice: say[f"{choice}-count"] for choice in _COUNTS}
    counted = Counter({choice: _count(found, choice) for choice in _COUNTS})
    if not counted.total():
        return None
    body, size = stacked({"": counted}, {"": say["vote"]}, names, rtl=tongue.direction == "rtl")
    words = ". ".join(f"{names[choice]}: {counted[choice]}" for choice in _COUNTS)
    rows = [
        (Cell(facts.name(state, tongue.tag), state), Cell(names[choice]))
        for choice in _COUNTS
        for state in found.votes.get(choice, ())
    ]
    named = (say["state"], say["vote"]), tuple(sorted(rows, key=lambda row: row[0].text))
    totals = (say["vote"], say["number"]), tuple((Cell(names[c]), Cell(str(counted[c]))) for c in _COUNTS)
    columns, table = named if rows else totals
    shown = (counted.total(), counted.total())
    return Drawing(KIND, found.symbol, say["votes"], words, size, body, columns, table, shown)


def _count(found: Resolution, choice: str) -> int:
    """Give how many voted so: as the document is known to count them, else as many as are named."""
    stated = [v.text for v in found.facts.get(_COUNTS[choice], ()) if v.text.isdecimal()]
    return int(stated[0]) if stated else len(found.votes.get(choice, ()))
