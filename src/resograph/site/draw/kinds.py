"""The kinds of pictures by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resograph.site.draw import actors, measures, network, votes
from resograph.site.draw.svg import Drawing
from resograph.site.facts import Facts
from resograph.site.resolution import Resolution
from resograph.site.words import Tongue

Draw = Callable[[Facts, Tongue, Resolution], Drawing | None]
KINDS: Mapping[str, Draw] = {
    network.KIND: network.network, actors.KIND: actors.actors, measures.KIND: measures.measures,
    votes.KIND: votes.votes,
}  # fmt: skip


def drawings(facts: Facts, tongue: Tongue, found: Resolution) -> list[Drawing]:
    """Give the pictures of a document, as many as there is something to show."""
    made = (draw(facts, tongue, found) for draw in KINDS.values())
    return [drawing for drawing in made if drawing]
