"""Mentions: for every statement about a provision, the characters that show it, numbered in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from resograph import iri
from resograph.reading import Act, Citation, FollowUp
from resograph.text import Span
from resograph.work import Stated, Work

# A provision in one language: its eId and the tag.
Place = tuple[str, str]


class Mention(NamedTuple):
    """Characters of a provision that name an entity in a role.

    Args:
        span: the characters, as offsets of the provision's text.
        entity: IRI of what they name: actor, document, instrument, act, citation, follow-up or qualifier.
        role: id of the role.
        rule: what found them.
        act: number of the act in which the entity plays the role, or None.
        shows: fragment of the act, citation or follow-up that they are the evidence of, or "".
    """

    span: Span
    entity: str
    role: str
    rule: str
    act: int | None
    shows: str


def act_name(act: Stated[Act]) -> str:
    """Give the fragment of an act: the n-th of its provision is `op3-a1`."""
    return f"{act.eid}-a{act.number}"


def citation_name(citation: Stated[Citation]) -> str:
    """Give the fragment of a citation: the n-th of its provision is `op3-c1`."""
    return f"{citation.eid}-c{citation.number}"


def follow_up_name(follow_up: Stated[FollowUp]) -> str:
    """Give the fragment of a follow-up: the n-th of its provision is `op3.b-f1`."""
    return f"{follow_up.eid}-f{follow_up.number}"


def mentions(work: Work) -> dict[Place, tuple[Mention, ...]]:
    """Give the mentions of each provision in each language, sorted as they stand in the text."""
    found: dict[Place, list[Mention]] = {(p.eid, tag): [] for p in work.provisions for tag in p.versions}
    for place, mention in _all(work):
        found[place].append(mention)
    return {place: tuple(sorted(set(here), key=_order)) for place, here in found.items()}


def _order(mention: Mention) -> tuple[Span, str, str, str, int]:
    return (mention.span, mention.entity, mention.role, mention.shows, mention.act or 0)


def _all(work: Work) -> Iterator[tuple[Place, Mention]]:
    symbol = work.symbol
    for stated in work.acts:
        name = act_name(stated)
        entity = iri.part(symbol, name)
        for tag, act in stated.versions.items():
            yield (act.eid, tag), Mention(act.phrase.span, entity, "mentioned", act.phrase.rule, None, name)
            for qualifier, span in act.qualifiers:
                shown = iri.concept("qualifier", qualifier)
                rule = f"qualifier {qualifier}"
                yield (act.eid, tag), Mention(span, shown, "mentioned", rule, stated.number, "")
    yield from _of_roles(work)
    for cited in work.citations:
        name = citation_name(cited)
        target = cited.first.first.target
        entity = iri.entity(target) if target else iri.part(symbol, name)
        for tag, citation in cited.versions.items():
            for reference in citation.references:
                yield (cited.eid, tag), Mention(reference.span, entity, "mentioned", reference.rule, None, name)
    for due in work.follow_ups:
        name = follow_up_name(due)
        entity = iri.part(symbol, name)
        for tag, follow_up in due.versions.items():
            yield (due.eid, tag), Mention(follow_up.span, entity, "mentioned", follow_up.rule, follow_up.act, name)


def _of_roles(work: Work) -> Iterator[tuple[Place, Mention]]:
    for reading in work.readings:
        tag = reading.structure.language
        for role in reading.roles:
            entity = iri.entity(f"actor/{role.naming.actor}")
            rule = f"{role.naming.rule}; {role.rule}"
            yield (role.naming.eid, tag), Mention(role.naming.span, entity, role.role, rule, role.act, "")
