"""What a document cites, and who cites it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resograph import vocab
from resograph.site.facts import Facts, natural
from resograph.site.pairs import Pairs, all_of, is_a, one, reading
from resograph.site.turning import LOOKED_AT, latest


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
    found = {name: pairs for name, pairs in names.items() if is_a(pairs, "Citation") and one(pairs, "cites")}
    for name in sorted(found, key=natural):
        yield _cited(found[name], graph, one(found[name], "citingProvision").partition("#")[2])


def _cited(pairs: Pairs, graph: Mapping[str, Pairs], place: str) -> Cited:
    act = one(graph.get(one(pairs, "underAct"), {}), "actType")
    return Cited(place, one(pairs, "cites"), all_of(pairs, "pinpoint"), act)


def citations_of(facts: Facts, document: str) -> Sequence[str]:
    """Give the citations of a document by others, as its pages list them."""
    found = facts.subjects(vocab.cites, document, LOOKED_AT)
    return latest([name for name in found if "#" in name and not name.startswith(f"{document}#")])


def cited_by(facts: Facts, document: str, citations: Sequence[str]) -> Iterator[Cited]:
    """Give who cites a document.

    Args:
        facts: the store.
        document: its IRI.
        citations: of it.
    """
    for citation in citations:
        pairs = facts.about(citation)
        act = facts.first(one(pairs, "underAct"), vocab.actType) if one(pairs, "underAct") else None
        place = one(pairs, "citingProvision")
        yield Cited(place, document, all_of(pairs, "pinpoint"), act.text if act else "")
