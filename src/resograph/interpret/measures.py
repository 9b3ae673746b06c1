"""Act phrases to acts: concept, force, agent, the lead-in they stand under, and their qualifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from resograph.model import Provision, Structure
from resograph.reading import Act, ActPhrase, Findings
from resograph.records import MEASURES
from resograph.registry import Registry
from resograph.templates import alternation
from resograph.text import Span

# The act of a member who says "we will": it has no phrase of its own in data/acts.yml.
PROMISE = "resolve"


@dataclass(frozen=True, slots=True)
class _Qualifiers:
    pattern: re.Pattern[str]
    ids: Mapping[str, str]


@lru_cache(maxsize=32)
def _qualifiers(registry: Registry, tag: str) -> _Qualifiers:
    ids = {p: q.id for q in registry.qualifiers.values() for p in q.phrases.get(tag, [])}
    # A longer act phrase keeps a qualifier inside it from being found (考虑到 is not 考虑).
    others = {
        p
        for a in registry.acts.values()
        for p in a.phrases.get(tag, [])
        if any(p.startswith(q) and p != q for q in ids)
    }
    words = alternation({*ids, *others}) if ids else "(?!)"
    edge = "" if registry.languages[tag].spaceless else r"\b"
    return _Qualifiers(re.compile(f"{edge}{words}{edge}"), ids)


def interpret_acts(structure: Structure, findings: Findings, registry: Registry) -> tuple[Act, ...]:
    """Give the acts of a text, in reading order.

    An item's verb takes the act and the agent of its lead-in; where the members speak of themselves, they are the
    agent, also of what follows in the provision and of what stands under it; elsewhere the agent is the enacting body.
    """
    body = registry.bodies[structure.adoption.body]
    tables = _qualifiers(registry, structure.language)
    acts: dict[str, list[Act]] = {}
    by_provision = _by_provision(findings)
    for provision in structure.provisions:
        lead = _lead(provision, structure, acts)
        agent = lead.agent if lead else body.id
        made: list[Act] = []
        for position, phrase in enumerate(by_provision.get(provision.eid, ()), 1):
            speaks = _is_self(provision, phrase, structure, registry)
            agent = body.members if speaks else agent
            act = phrase.act or (lead.act if lead and not speaks else PROMISE)
            made.append(
                Act(
                    provision.eid,
                    position,
                    phrase,
                    act,
                    registry.acts[act].force,
                    agent,
                    (lead.eid, lead.position) if lead and not speaks and (position == 1 or not phrase.act) else None,
                    tuple(_found(provision, phrase, _region(made, phrase), tables)),
                )
            )
        acts[provision.eid] = made
    return tuple(a for made in acts.values() for a in made)


def _by_provision(findings: Findings) -> dict[str, list[ActPhrase]]:
    found: dict[str, list[ActPhrase]] = {}
    for phrase in findings.phrases:
        found.setdefault(phrase.eid, []).append(phrase)
    return found


def _lead(provision: Provision, structure: Structure, acts: Mapping[str, list[Act]]) -> Act | None:
    """Give the act that a provision stands under: the last one of its lead-in that is to lead to conduct."""
    eid = structure.leads.get(provision.eid)
    measures = [a for a in acts.get(eid, ()) if a.force in MEASURES] if eid else []
    return measures[-1] if measures else None


def _is_self(provision: Provision, phrase: ActPhrase, structure: Structure, registry: Registry) -> bool:
    if phrase.subject is None:
        return False
    words = provision.text.text[slice(*phrase.subject)]
    return words in registry.languages[structure.language].actors.self_names


def _region(made: list[Act], phrase: ActPhrase) -> Span:
    """Give the words that belong to an act: from the end of what the act before it says, to the end of its own."""
    before = made[-1].phrase.content[1] if made else 0
    return (phrase.span[0] if phrase.is_told else before, phrase.content[1])


def _found(provision: Provision, phrase: ActPhrase, region: Span, tables: _Qualifiers) -> Iterator[tuple[str, Span]]:
    seen: set[str] = set()
    for match in tables.pattern.finditer(provision.text.text, *region):
        name = tables.ids.get(match.group())
        if name and name not in seen and not (phrase.act and match.span() == phrase.span):
            seen.add(name)
            yield name, match.span()
