"""What a document cites, and who cites it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resograph import vocab
from resograph.site.facts import Facts, natural
from resograph.site.pairs import Pairs, all_of, is_a, one, reading

# The most citations of one document that its page lists; the endpoint has all.
MOST = 400


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the provision that cites, what, where exactly, and what the act does with it."""

    place: str
    target: str
    pinpoints: tuple[str, ...]
    act: str


def cites(names: Mapping[str, Pairs], graph: Mapping[str, Pairs]) -> tuple[Cited, ...]:
    """Give what a document cites, in the order of reading.

    Args:
        names: what is said of its parts, by their fragments.
        graph: the same and more, by IRI.
    """
    return tuple(sorted(_citations(names, graph), key=lambda c: reading(names, c.place)))


def _citations(names: Mapping[str, Pairs], graph: Mapping[str, Pairs]) -> Iterator[Cited]:
    for _, pairs in sorted(names.items(), key=lambda item: natural(item[0])):
        if is_a(pairs, "Citation") and one(pairs, "cites"):
            yield _cited(pairs, graph, one(pairs, "citingProvision").partition("#")[2])


def _cited(pairs: Pairs, graph: Mapping[str, Pairs], place: str) -> Cited:
    act = one(graph.get(one(pairs, "underAct"), {}), "actType")
    return Cited(place, one(pairs, "cites"), all_of(pairs, "pinpoint"), act)


def cited_by(facts: Facts, document: str) -> Iterator[Cited]:
    """Give who cites a document, other than itself."""
    for citation in facts.subjects(vocab.cites, document, MOST):
        if "#" not in citation or citation.startswith(f"{document}#"):
            continue
        pairs = facts.about(citation)
        act = facts.first(one(pairs, "underAct"), vocab.actType) if one(pairs, "underAct") else None
        place = one(pairs, "citingProvision")
        yield Cited(place, document, all_of(pairs, "pinpoint"), act.text if act else "")
