"""Mentions: for every statement about a provision, the characters that show it, numbered in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resograph import iri
from resograph.reading import Reading
from resograph.text import Span


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Characters of a provision that name an entity in a role.

    Args:
        span: the characters, as offsets of the provision's text.
        entity: IRI of what they name: actor, document, instrument, act, citation, follow-up or qualifier.
        role: id of the role.
        rule: what found them.
        act: position of the act in which the entity plays the role, or None.
        shows: fragment of the act, citation or follow-up that they are the evidence of, or "".
    """

    span: Span
    entity: str
    role: str
    rule: str
    act: int | None
    shows: str


def citation_names(reading: Reading) -> tuple[str, ...]:
    """Give the fragment of each citation: the n-th of its provision is `op3-c1`."""
    return _numbered("c", [citation.eid for citation in reading.citations])


def follow_up_names(reading: Reading) -> tuple[str, ...]:
    """Give the fragment of each follow-up: the n-th of its provision is `op3.b-f1`."""
    return _numbered("f", [follow_up.eid for follow_up in reading.follow_ups])


def _numbered(letter: str, eids: Sequence[str]) -> tuple[str, ...]:
    count: Counter[str] = Counter()
    names = []
    for eid in eids:
        count[eid] += 1
        names.append(f"{eid}-{letter}{count[eid]}")
    return tuple(names)


def mentions(reading: Reading) -> dict[str, tuple[Mention, ...]]:
    """Give the mentions of each provision by its eId, sorted as they stand in the text."""
    found: dict[str, list[Mention]] = {p.eid: [] for p in reading.structure.provisions}
    for eid, mention in _all(reading):
        found[eid].append(mention)
    return {eid: tuple(sorted(set(here), key=_place)) for eid, here in found.items()}


def _place(mention: Mention) -> tuple[Span, str, str, str, int]:
    return (mention.span, mention.entity, mention.role, mention.shows, mention.act or 0)


def _all(reading: Reading) -> Iterator[tuple[str, Mention]]:
    symbol = reading.structure.symbol
    for act in reading.acts:
        name = f"{act.eid}-a{act.position}"
        yield act.eid, Mention(act.phrase.span, iri.part(symbol, name), "mentioned", act.phrase.rule, None, name)
        for qualifier, span in act.qualifiers:
            entity = iri.concept("qualifier", qualifier)
            yield act.eid, Mention(span, entity, "mentioned", f"qualifier {qualifier}", act.position, "")
    for role in reading.roles:
        entity = iri.entity(f"actor/{role.naming.actor}")
        rule = f"{role.naming.rule}; {role.rule}"
        yield role.naming.eid, Mention(role.naming.span, entity, role.role, rule, role.act, "")
    for name, citation in zip(citation_names(reading), reading.citations, strict=True):
        entity = iri.entity(citation.first.target) if citation.first.target else iri.part(symbol, name)
        for reference in citation.references:
            yield citation.eid, Mention(reference.span, entity, "mentioned", reference.rule, None, name)
    for name, follow_up in zip(follow_up_names(reading), reading.follow_ups, strict=True):
        entity = iri.part(symbol, name)
        yield follow_up.eid, Mention(follow_up.span, entity, "mentioned", follow_up.rule, follow_up.act, name)
