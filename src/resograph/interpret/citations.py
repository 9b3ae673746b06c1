"""References to citations: what a provision cites, once for each distinct thing and place (GUIDE: one entry each)."""

from __future__ import annotations

from resograph.model import Structure
from resograph.reading import Citation, Findings, Reference


def gather_citations(structure: Structure, findings: Findings) -> tuple[Citation, ...]:
    """Give the citations of a text in reading order, each with all the words that make it.

    Two references of a provision are one citation if they mean the same places of the same thing; what could not be
    identified stands for itself. A place that has no eId is told by its words ("Chapter VII of the Charter").
    """
    texts = {p.eid: p.text.text for p in structure.provisions}
    gathered: dict[object, list[Reference]] = {}
    for reference in findings.references:
        words = texts[reference.eid][slice(*reference.pinpoint_span)] if reference.pinpoint_span else None
        place = reference.pinpoints or words
        known = (reference.eid, reference.target, place, words is None)
        gathered.setdefault(known if reference.target else reference, []).append(reference)
    return tuple(Citation(references[0].eid, tuple(references)) for references in gathered.values())
