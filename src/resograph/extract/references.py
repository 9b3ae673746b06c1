"""Everything that a text cites, in reading order and without overlaps."""

from __future__ import annotations

from collections.abc import Iterable

from resograph.extract.numbers import numbered
from resograph.extract.series import Citing
from resograph.extract.tables import citation_tables
from resograph.extract.titles import Known, reported, title_tables, titled
from resograph.model import Structure
from resograph.reading import Reference
from resograph.registry import Registry
from resograph.symbol import Symbol


def find_references(structure: Structure, registry: Registry) -> tuple[Reference, ...]:
    """Give the citations of a text.

    Titles are read in order, so that a short form means what was named before it; a report takes its symbol from the
    footnote on it.
    """
    forms = citation_tables(registry, structure.language)
    titles = title_tables(registry, structure.language)
    citing = Citing(Symbol.parse(structure.symbol), structure.adoption.body, structure.adoption.date)
    known = Known()
    found: list[Reference] = []
    numbers = {p.eid: tuple(numbered(p, citing, forms)) for p in structure.provisions}
    symbols = {p.number or "": numbers[p.eid] for p in structure.provisions if p.kind == "Footnote"}
    for provision in structure.provisions:
        reports = reported(provision, symbols, titles)
        found += _apart((*numbers[provision.eid], *titled(provision, known, titles), *reports))
    return tuple(found)


def _apart(references: Iterable[Reference]) -> list[Reference]:
    """Give the references that do not overlap: of two that do, the one that says more words, then the known one."""
    chosen: list[Reference] = []
    for one in sorted(references, key=lambda r: (r.target is None, r.span[0] - r.span[1], r.span[0])):
        if all(not _overlap(one, other) or _same_list(one, other) for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda r: (r.span, r.target or ""))


def _overlap(one: Reference, other: Reference) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _same_list(one: Reference, other: Reference) -> bool:
    """Say whether two references come of the same words, each in its own right ("53/243 A and B")."""
    return one.span == other.span and one.rule == other.rule and one.target != other.target
