"""Everything that a text cites, in reading order and without overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from resograph.extract.backward import backward
from resograph.extract.corrections import placed
from resograph.extract.grounding import ground
from resograph.extract.numbers import numbered
from resograph.extract.reports import Reported, ReportTables, again, author_of, report_tables, reported
from resograph.extract.series import Citing
from resograph.extract.tables import CitationTables, citation_tables
from resograph.extract.titles import DESCRIBED, Known, title_tables, titled
from resograph.model import Provision, Structure
from resograph.reading import Reference
from resograph.registry import Registry
from resograph.symbol import Symbol
from resograph.text import without


def find_references(structure: Structure, registry: Registry) -> tuple[Reference, ...]:
    """Give the citations of a text.

    Titles are read in order, so that a short form means what was named before it; a report takes its symbol from the
    footnote on it, and has it where it is named again.
    """
    forms = citation_tables(registry, structure.language)
    titles = title_tables(registry, structure.language)
    reports = report_tables(registry, structure.language)
    citing = Citing(Symbol.parse(structure.symbol), structure.adoption.body, structure.adoption.date)
    known = Known()
    found: list[Reference] = []
    names, doubtful = {p.eid: None for p in structure.provisions}, forms.doubtful
    numbers: dict[str, tuple[Reference, ...]] = {}
    noted: tuple[Reference, ...] = ()
    for provision in structure.provisions:
        here = _numbered(provision, noted, citing, forms)
        numbers[provision.eid] = tuple(ground(here, structure.symbol, names, doubtful))
        noted = numbers[provision.eid] if provision.kind == "Footnote" else noted
    symbols = {p.number or "": numbers[p.eid] for p in structure.provisions if p.kind == "Footnote"}
    known_reports: list[Reported] = []
    for provision in structure.provisions:
        numbered_here = numbers[provision.eid]
        described = [_shortened(r, numbered_here, provision) for r in reported(provision, symbols, reports)]
        known_reports += _authors(described, provision, reports)
        named_again = again(provision, known_reports, reports)
        found += _apart((*numbered_here, *titled(provision, known, titles), *described, *named_again))
    return tuple(found)


def _authors(described: Iterable[Reference], provision: Provision, tables: ReportTables) -> Iterator[Reported]:
    """Give the reports that name an author."""
    for report in described:
        author = author_of(report, provision.text.text, tables)
        if author is not None and report.target:
            yield Reported(author, report.target, provision.eid)


def _numbered(
    printed: Provision, noted: tuple[Reference, ...], citing: Citing, forms: CitationTables
) -> Iterator[Reference]:
    """Give the numbered citations of a provision, found in its words without optional signs."""
    bare = without(printed.text.text, forms.language.marks)
    length = len(printed.text.text)
    provision = printed if bare.text == printed.text.text else replace(printed, text=bare)
    here = [*placed(numbered(provision, citing, forms))]
    found = (*here, *backward(provision, here, noted, citing, forms))
    if provision is printed:
        yield from found
        return
    for one in found:
        place = bare.outward(one.pinpoint_span, length) if one.pinpoint_span else None
        yield replace(one, span=bare.outward(one.span, length), pinpoint_span=place)


def _shortened(report: Reference, numbers: Iterable[Reference], provision: Provision) -> Reference:
    """Give a citation of a report without the resolutions that its words name ("submitted pursuant to 78/75")."""
    starts = [n.span[0] for n in numbers if n.target and report.span[0] < n.span[0] < report.span[1]]
    words = provision.text.text[report.span[0] : min(starts, default=report.span[1])].rstrip()
    return replace(report, span=(report.span[0], report.span[0] + len(words)))


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
    """Say whether two references come of the same words, each in its own right ("53/243 A and B", "the Covenants")."""
    alike = one.rule == other.rule or (one.rule.startswith(DESCRIBED) and other.rule.startswith(DESCRIBED))
    return one.span == other.span and alike and one.target != other.target
