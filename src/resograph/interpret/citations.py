"""References to citations: what a provision cites, once for each distinct thing and place (GUIDE: one entry each)."""

from __future__ import annotations

from resograph.reading import Citation, Findings, Reference


def gather_citations(findings: Findings) -> tuple[Citation, ...]:
    """Give the citations of a text in reading order, each with all the words that make it.

    Two references of a provision are one citation if they mean the same places of the same thing; what could not be
    identified stands for itself.
    """
    gathered: dict[object, list[Reference]] = {}
    for reference in findings.references:
        known = (reference.eid, reference.target, reference.pinpoints, reference.pinpoint_span is None)
        gathered.setdefault(known if reference.target else reference, []).append(reference)
    return tuple(Citation(references[0].eid, tuple(references)) for references in gathered.values())
