"""Documents in memory with the vocabulary and the ontology, to be asked: for a few of them, without files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from resograph.corpus.documents import Document
from resograph.registry import Registry, load
from resograph.terms import Quad, Term, iri, nquads
from resograph.vocabulary import ontology_quads, vocabulary_quads

if TYPE_CHECKING:
    import pyoxigraph as ox


@cache
def vocabulary() -> tuple[Quad, ...]:
    """Give the vocabulary of this installation: actors, instruments, schemes, links."""
    return tuple(vocabulary_quads(load()))


@cache
def ontology() -> tuple[Quad, ...]:
    """Give the ontology of this installation."""
    return tuple(ontology_quads())


@cache
def _described() -> dict[Term, list[Quad]]:
    found: dict[Term, list[Quad]] = {}
    for quad in chain(vocabulary(), ontology()):
        found.setdefault(quad[0], []).append(quad)
    return found


def pointed_to(values: Iterable[Term]) -> Iterator[Quad]:
    """Give what vocabulary and ontology say of the things that are among the objects of statements, and of what those point to."""
    return chain.from_iterable(map(_described().__getitem__, _reached(values)))


def facts_of(values: Iterable[Term]) -> str:
    """Give the same as N-Quads and without words in a language, on which nothing rests that is said of documents."""
    return "".join(map(_facts, _reached(values)))


def _reached(values: Iterable[Term]) -> set[Term]:
    """Give the things that are described among some, and those that they point to."""
    seen: set[Term] = set()
    left = set(filter(_described().__contains__, values))
    while left:
        seen |= left
        left = set[Term]().union(*map(_links, left)) - seen
    return seen


@cache
def _facts(thing: Term) -> str:
    return nquads(quad for quad in _described()[thing] if '"@' not in quad[2])


@cache
def _links(thing: Term) -> tuple[Term, ...]:
    return tuple(value for _, _, value, _ in _described()[thing] if value in _described())


def is_shared(place: str) -> bool:
    """Say whether vocabulary or ontology describe a thing."""
    return iri(place) in _described()


def store(documents: Sequence[Document], registry: Registry) -> ox.Store:
    """Give documents as a store to query: their graphs, and the union of all as the default graph."""
    import pyoxigraph

    quads = list(chain(*(d.quads for d in documents), vocabulary_quads(registry), ontology()))
    union = dict.fromkeys(f"{s} {p} {o} .\n" for s, p, o, _ in quads)
    made = pyoxigraph.Store()
    made.bulk_load(("".join(union) + nquads(quads)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return made
