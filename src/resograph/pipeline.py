"""The data flow as code: the only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from resograph.alignment import unite
from resograph.extract.actors import find_namings
from resograph.extract.acts import find_phrases, printed_phrase
from resograph.extract.references import find_references
from resograph.graph import to_graph
from resograph.interpret.citations import gather_citations
from resograph.interpret.followups import find_follow_ups
from resograph.interpret.hyperlinks import compare_links
from resograph.interpret.measures import interpret_acts
from resograph.interpret.roles import interpret_roles
from resograph.model import Expression, Structure
from resograph.reading import Findings, Reading
from resograph.registry import Registry
from resograph.segment.layout import lay_out
from resograph.segment.structure import build_structure
from resograph.terms import Quad


def segment(expression: Expression, registry: Registry) -> Structure:
    """Give the provision tree of an expression."""
    return build_structure(expression, expression.layout or lay_out(expression, registry), registry)


def extract(structure: Structure, registry: Registry) -> Findings:
    """Give what a text says."""
    return Findings(
        find_references(structure, registry), find_namings(structure, registry), find_phrases(structure, registry)
    )


def interpret(structure: Structure, findings: Findings, registry: Registry) -> Reading:
    """Give what a text means."""
    acts = interpret_acts(structure, findings, registry)
    roles = interpret_roles(structure, findings, acts, registry)
    follow_ups = find_follow_ups(structure, acts, roles, registry)
    texts = {p.eid: p.text.text for p in structure.provisions}
    printed = (printed_phrase(a.phrase, texts[a.eid], structure, registry) for a in acts)
    acts = tuple(a if p is a.phrase else replace(a, phrase=p) for a, p in zip(acts, printed, strict=True))
    citations = gather_citations(structure, findings)
    issues = (*structure.issues, *compare_links(structure, citations))
    return Reading(structure, citations, acts, roles, follow_ups, issues)


def read(expression: Expression, registry: Registry) -> Reading:
    """Give the reading of an expression: segmented, extracted, interpreted."""
    structure = segment(expression, registry)
    return interpret(structure, extract(structure, registry), registry)


def run(expression: Expression, registry: Registry) -> Iterator[Quad]:
    """Give the graph of an expression."""
    return to_graph(unite([read(expression, registry)], registry), registry)
