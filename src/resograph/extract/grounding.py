"""Places in the citing text itself, held against the provisions that it has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from resograph.reading import Reference

_ANNEX = "annex"
_NUMBERED = re.compile(r"\bop\d+")


def ground(
    references: Iterable[Reference], own: str, names: Collection[str], doubtful: Collection[str]
) -> Iterator[Reference]:
    """Give references, those to places of the citing text with the eIds that these have there.

    Numbers begin anew in parts, sections and annexes: "paragraph 1 above" is the one nearest to the words that cite it.

    Args:
        references: those of a provision.
        own: symbol of the citing text.
        names: its eIds.
        doubtful: rules that find places without saying whose they are ("set out in paragraph 144"). Of these, what the
            text does not have is of something else that the sentence names, and no citation of the text.
    """
    for one in references:
        if one.target != own or not one.pinpoints:
            yield one
            continue
        places = [pinpoint.partition("#")[2] for pinpoint in one.pinpoints]
        near = [_nearest(p, one.eid, names) or _nearest(_unsectioned(p), one.eid, names) for p in places]
        if one.rule not in doubtful or any(near):
            found = (n or place for n, place in zip(near, places, strict=True))
            yield replace(one, pinpoints=tuple(dict.fromkeys(f"{own}#{name}" for name in found)))


def _nearest(place: str, citing: str, names: Collection[str]) -> str | None:
    """Give the provision that a place means: the very one, else the one of that number nearest to the citing provision.

    >>> _nearest("op1", "B.op3", {"A.op1", "B.op1", "B.op3"}), _nearest("op7", "op3", {"op3"})
    ('B.op1', None)
    """
    if place in names:
        return place
    annex, _, rest = place.partition(".") if place.startswith("annex") else ("", "", place)
    if annex and annex not in names and _ANNEX in names:  # the only one has no number in its eId ("Annex A")
        return _nearest(f"{_ANNEX}.{rest}".rstrip("."), citing, names) if annex != _ANNEX else None
    within = [n for n in names if n.startswith(annex) and n.endswith(f".{rest}")] if rest else []
    shared = {n: _shared(n, citing) for n in within}
    best = [n for n, count in shared.items() if count == max(shared.values())]
    return best[0] if len(best) == 1 else None


def _unsectioned(place: str) -> str:
    """Give a paragraph of the main body as it is named where numbering runs on through the sections.

    >>> _unsectioned("II.op7.a"), _unsectioned("annex.II.3")
    ('op7.a', 'annex.II.3')
    """
    return place[found.start() :] if (found := _NUMBERED.search(place)) else place


def _shared(name: str, other: str) -> int:
    """Give how many steps two eIds have in common from the top."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(name.split("."), other.split("."), strict=False))))
