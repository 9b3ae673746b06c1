"""The citations around a document: who cites it, what it cites, and what these cite in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resograph import iri, vocab
from resograph.site.citing import Cited
from resograph.site.draw.columns import Column, Edge, Node, draw
from resograph.site.draw.svg import Cell, Drawing
from resograph.site.facts import Facts, local, natural
from resograph.site.resolution import Resolution, resolution
from resograph.site.words import Tongue

# The most boxes of a column: more cannot be told apart on a page.
_A_COLUMN = 20
# Up to how many citations of a thing are counted to tell which are cited most.
_COUNTED = 400
KIND = "network"


@dataclass(frozen=True, slots=True)
class _Link:
    """That a document cites a thing: whole works, how often, and with which force most often."""

    citing: str
    cited: str
    times: int
    force: str


def network(facts: Facts, tongue: Tongue, found: Resolution, steps: int = 1) -> Drawing | None:
    """Give the network of citations around a document, None if there are none.

    Args:
        facts: the store.
        tongue: the language of the picture.
        found: the document.
        steps: how far from the document: 1 or 2.
    """
    document = iri.document(found.symbol)
    out = _links(facts, ((document, c.target.partition("#")[0], c) for c in found.cites))
    back = _links(facts, ((c.place.partition("#")[0], document, c) for c in found.cited_by))
    if not out and not back:
        return None
    cited, citing = _most_cited(facts, (k.cited for k in out)), _most_cited(facts, (k.citing for k in back))
    links, columns = [*back, *out], [citing[:_A_COLUMN], [document], cited[:_A_COLUMN]]
    if steps > 1:
        before = [k for thing in columns[0] for k in _around(facts, thing) if k.cited == thing]
        after = [k for thing in columns[2] for k in _around(facts, thing) if k.citing == thing]
        columns = _widened(facts, columns, before, after)
        links = [*before, *links, *after]
    return _drawing(facts, tongue, found, [(n, c) for n, c in enumerate(columns, -(len(columns) // 2))], links)


def _links(facts: Facts, citations: Iterable[tuple[str, str, Cited]]) -> list[_Link]:
    """Give citations of whole works, those of one work by one work together."""
    forces: dict[tuple[str, str], Counter[str]] = {}
    for citing, cited, citation in citations:
        if citing != cited:
            act = facts.first(citation.act, vocab.force) if citation.act else None
            forces.setdefault((citing, cited), Counter())[act.text if act else ""] += 1
    return [
        _Link(citing, cited, counted.total(), min(counted, key=lambda f: (-counted[f], f)))
        for (citing, cited), counted in forces.items()
    ]


def _most_cited(facts: Facts, things: Iterable[str]) -> list[str]:
    """Give things, those that are cited most in the whole store first."""
    counts = {thing: len(facts.subjects(vocab.cites, thing, _COUNTED)) for thing in dict.fromkeys(things)}
    return sorted(counts, key=lambda thing: (-counts[thing], natural(thing)))


def _around(facts: Facts, thing: str) -> list[_Link]:
    """Give the citations by and of a thing that is one step away."""
    found = resolution(facts, local(thing)) if local(thing)[:1].isupper() else None
    if found is None:
        return []
    out = ((thing, c.target.partition("#")[0], c) for c in found.cites)
    return _links(facts, [*out, *((c.place.partition("#")[0], thing, c) for c in found.cited_by)])


def _widened(
    facts: Facts, columns: list[list[str]], before: Iterable[_Link], after: Iterable[_Link]
) -> list[list[str]]:
    """Give the columns with one more on each side, of what is in none of them."""
    there = {thing for column in columns for thing in column}
    first = [t for t in _most_cited(facts, (k.citing for k in before)) if t not in there][:_A_COLUMN]
    last = [t for t in _most_cited(facts, (k.cited for k in after)) if t not in {*there, *first}][:_A_COLUMN]
    return [first, *columns, last]


def _drawing(
    facts: Facts, tongue: Tongue, found: Resolution, columns: list[tuple[int, list[str]]], links: list[_Link]
) -> Drawing:
    say = tongue.messages
    place = {thing: n for n, column in columns for thing in column}
    shown = [k for k in links if k.citing in place and place.get(k.cited) == place[k.citing] + 1]
    names = {thing: facts.name(thing, tongue.tag) for thing in place}
    forces = {force: facts.name(force, tongue.tag) for force in sorted({k.force for k in shown if k.force})}
    edges = [
        Edge(k.citing, k.cited, k.force, k.times, f"{names[k.citing]} → {names[k.cited]}: {k.times}") for k in shown
    ]
    heads = {n: found.symbol if n == 0 else say["cited-by"] if n < 0 else say["cites"] for n, _ in columns}
    boxes = [Column(heads[n], tuple(Node(t, names[t]) for t in column)) for n, column in columns if column]
    body, size = draw(boxes, edges, forces, rtl=tongue.direction == "rtl")
    counts = {n: len(column) for n, column in columns}
    words = ". ".join(f"{say[key]}: {counts[n]}" for n, key in ((-1, "cited-by"), (1, "cites")))
    all_things = {*place, *(k.citing for k in links), *(k.cited for k in links)}
    return Drawing(
        KIND, found.symbol, say["network"], words, size, body, (say["document"], say["cites"], say["force"], say["number"]),
        tuple(_row(k, names, forces) for k in shown), (len(place), len(all_things)),
    )  # fmt: skip


def _row(link: _Link, names: Mapping[str, str], forces: Mapping[str, str]) -> tuple[Cell, ...]:
    return (
        Cell(names[link.citing], link.citing),
        Cell(names[link.cited], link.cited),
        Cell(forces.get(link.force, ""), link.force),
        Cell(str(link.times)),
    )
