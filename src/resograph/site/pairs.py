"""Values of the properties of one thing: what every part of a page of a document picks from."""

from __future__ import annotations

from collections.abc import Mapping

from resograph import iri, vocab
from resograph.site.facts import TYPE, Value

Pairs = Mapping[str, list[Value]]


def is_a(pairs: Pairs, name: str) -> bool:
    """Say whether a thing is of a class of the ontology."""
    wanted = iri.RG + name
    return any(value.text == wanted for value in pairs.get(TYPE, ()))


def one(pairs: Pairs, name: str) -> str:
    """Give the first value of a property of the ontology, or ""."""
    values = pairs.get(iri.RG + name)
    return values[0].text if values else ""


def all_of(pairs: Pairs, name: str) -> tuple[str, ...]:
    """Give all values of a property of the ontology."""
    return tuple(v.text for v in pairs.get(iri.RG + name, ()))


def done_with(pairs: Pairs) -> tuple[Value, ...]:
    """Give the words with which an act is done: its own phrase or that of its lead-in, in each language."""
    return (*pairs.get(vocab.verbPhrase, ()), *pairs.get(vocab.leadPhrase, ()))


def reading(names: Mapping[str, Pairs], eid: str) -> int:
    """Give the place of a provision in the order of reading.

    Args:
        names: what is said of the parts of a document, by their fragments.
        eid: of the provision.
    """
    return int(one(names.get(eid, {}), "position") or 0)
