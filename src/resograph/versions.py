"""One work in several languages: the first version states its acts, the others add their words to its provisions.

Provisions align by eId, which every language mints from the same printed labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resograph import iri
from resograph.graph import expression_pairs, manifestation_pairs, provision_pairs, title_pairs
from resograph.model import Issue, Structure
from resograph.reading import Reading
from resograph.registry import Registry
from resograph.statements import Pairs, rg
from resograph.terms import Quad, literal
from resograph.terms import iri as term


def in_order(readings: Sequence[Reading], registry: Registry) -> tuple[Reading, ...]:
    """Give the readings of a work, that of the language with the most rules for roles first, whatever order they had."""

    def rank(reading: Reading) -> tuple[int, str]:
        tag = reading.structure.language
        return -len(registry.languages[tag].roles), tag

    return tuple(sorted(readings, key=rank))


def add_version(reading: Reading, first: Reading, registry: Registry) -> Iterator[Quad]:
    """Give what one more language version adds to the graph of a work.

    Args:
        reading: the version that is added.
        first: the version whose acts, citations and mentions the graph states.
        registry: editorial labels.
    """
    graph = term(iri.document(first.structure.symbol))
    for subject, pairs in _subjects(reading.structure, first.structure, registry):
        for pair in dict.fromkeys(pairs):
            yield term(subject), *pair, graph


def _subjects(added: Structure, first: Structure, registry: Registry) -> Iterator[tuple[str, Pairs]]:
    symbol, language = first.symbol, added.language
    yield iri.document(symbol), title_pairs(added)
    expression = iri.part(symbol, language)
    yield expression, expression_pairs(added)
    yield f"{expression}-1", manifestation_pairs(added)
    known = {p.eid for p in first.provisions}
    position = len(known)
    for provision in added.provisions:
        name = iri.part(symbol, provision.eid)
        if provision.eid not in known:
            position += 1
            yield name, provision_pairs(provision, position, added, registry)
            continue
        words = [(rg("text"), provision.text.text), (rg("heading"), provision.heading or "")]
        yield name, ((p, literal(text, lang=language)) for p, text in words if text)


def disagreements(reading: Reading, first: Reading) -> Iterator[Issue]:
    """Give the provisions that one of two versions of a work has and the other has not."""
    here, there = ({p.eid: None for p in r.structure.provisions} for r in (reading, first))
    tag, other = reading.structure.language, first.structure.language
    for eid in here:
        if eid not in there:
            yield Issue("languages-disagree", f"{eid} is in {tag}, not in {other}", eid)
    for eid in there:
        if eid not in here:
            yield Issue("languages-disagree", f"{eid} is in {other}, not in {tag}", eid)
