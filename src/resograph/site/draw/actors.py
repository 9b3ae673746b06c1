"""Who is asked to do what, with whom: those asked, the measures, those who act with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from resograph import iri
from resograph.site.draw.columns import Column, Edge, Node, draw
from resograph.site.draw.svg import Cell, Drawing
from resograph.site.facts import Facts
from resograph.site.measures import Measure
from resograph.site.resolution import Resolution
from resograph.site.words import Tongue

# The most measures and actors that can be told apart on a page.
_MEASURES, _ACTORS = 30, 30
KIND = "actors"
_SIDES = ("addressee", "partner")
Namer = Callable[[str], str]


def actors(facts: Facts, tongue: Tongue, found: Resolution) -> Drawing | None:
    """Give who is asked to do what with whom, None if nobody is asked anything.

    Args:
        facts: the store.
        tongue: the language of the picture.
        found: the document.
    """
    asking = [m for m in found.measures if m.parts["addressee"]]
    if not asking:
        return None
    chosen = sorted(asking, key=lambda m: not m.parts["partner"])[:_MEASURES]
    rows = [m for m in asking if m in chosen]
    sides = {role: _most_named(rows, role) for role in _SIDES}
    rows = [m for m in rows if set(m.parts["addressee"]) & set(sides["addressee"])]
    say = tongue.messages

    def name(thing: str) -> str:
        return facts.name(thing, tongue.tag)

    forces = {force: name(force) for force in sorted({m.force for m in rows})}
    edges = list(_edges(rows, sides, name))
    middle = Column(say["measures"], tuple(Node(m.fragment, f"{m.eid} {name(m.act)}") for m in rows))
    outer = {
        role: Column(say[role], tuple(Node(f"{role} {a}", name(a)) for a in _level(rows, role, sides[role])))
        for role in _SIDES
    }
    columns = [c for c in (outer["addressee"], middle, outer["partner"]) if c.nodes]
    body, size = draw(columns, edges, forces, rtl=tongue.direction == "rtl")
    words = ". ".join(f"{c.heading}: {len(c.nodes)}" for c in columns)
    return Drawing(
        KIND, found.symbol, say["actors"], words, size, body,
        (say["where"], say["addressee"], say["act"], say["partner"]),
        tuple(_row(found.symbol, m, name, tongue.comma) for m in rows), (len(rows), len(asking)),
    )  # fmt: skip


def _most_named(rows: Sequence[Measure], role: str) -> tuple[str, ...]:
    """Give the actors that most measures name in a role."""
    counts = Counter(actor for m in rows for actor in m.parts[role])
    return tuple(sorted(counts, key=lambda actor: (-counts[actor], actor))[:_ACTORS])


def _level(rows: Sequence[Measure], role: str, chosen: Iterable[str]) -> list[str]:
    """Give actors in the order in which the fewest lines cross: each at the mean height of its measures."""
    heights = {a: [n for n, m in enumerate(rows) if a in m.parts[role]] for a in chosen}
    there = {a: found for a, found in heights.items() if found}
    return sorted(there, key=lambda a: (sum(there[a]) / len(there[a]), a))


def _edges(rows: Sequence[Measure], sides: Mapping[str, Sequence[str]], name: Namer) -> Iterator[Edge]:
    for measure in rows:
        for role in _SIDES:
            for actor in measure.parts[role]:
                if actor in sides[role]:
                    ends = (f"{role} {actor}", measure.fragment)
                    start, end = ends if role == "addressee" else ends[::-1]
                    yield Edge(start, end, measure.force, 1, f"{measure.eid}: {name(actor)}")


def _row(symbol: str, measure: Measure, name: Namer, comma: str) -> tuple[Cell, ...]:
    where = Cell(measure.eid, f"{iri.document(symbol)}#{measure.eid}")
    asked, others = (Cell(comma.join(map(name, measure.parts[role]))) for role in _SIDES)
    return where, asked, Cell(name(measure.act), measure.act), others
