"""What a resolution cites, as edges between documents: a part is mostly published in the document of its number."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from resograph.errors import InvalidSymbol
from resograph.symbol import Symbol
from resograph.work import Work

_OWN_DOCUMENTS = frozenset("BC")
# The first session with parts that were documents of their own, and the month in which none of its parts was one.
_FIRST_APART = 47
_TOGETHER_FROM = 10


def edges(work: Work) -> list[str]:
    """Give the local names of what a resolution cites, without itself, as edges between documents.

    A part is published in the document of its number: that is where its edge leads. B and C, cited by themselves, can be
    documents of their own where they came later than A (72/266 B came half a year after), and have an edge beside it.
    Measured on the links of the Assembly's resolutions of sessions 74 to 80 whose words name parts: A and D to Z lead to
    the bare number in 99 of 100, several parts in one in 94; B and C alone of sessions up to the 46th in 91 of 91, of
    later ones that are dated between October and December in 48 of 65, of all others in 19 of 452.
    """
    cited = [c.first.first for c in work.citations if c.first.first.target != work.symbol]
    references = [(reference, lettered(reference.target)) for reference in cited]
    shared = Counter((r.eid, r.span, whole(part)) for r, part in references if part)
    together = {r.target for r in cited if r.date and r.date.month >= _TOGETHER_FROM}
    found = {whole(part) if part else r.target for r, part in references}
    found |= {
        r.target
        for r, part in references
        if part and _may_stand_alone(part) and r.target not in together and shared[r.eid, r.span, whole(part)] == 1
    }
    return sorted(edge for edge in found if edge and edge != work.symbol)


def second_symbols(work: Work) -> dict[str, str]:
    """Give the second symbols of what is cited, by the first (S/26560 for A/48/486)."""
    references = (c.first.first for c in work.citations)
    return {r.target: r.also for r in references if r.target and r.also}


def described(work: Work) -> list[str]:
    """Give the documents to describe: what is cited, what is cited in part, and what it is called beside."""
    cited = {c.first.first.target for c in work.citations} | set(edges(work)) | set(second_symbols(work).values())
    return sorted(one for one in cited if one and one != work.symbol and not one.startswith(("instrument/", "group/")))


def lettered(target: str | None) -> Symbol | None:
    """Give the symbol of a resolution or decision that is a part of another (217 A); None for anything else."""
    try:
        parsed = Symbol.parse(target or "")
    except InvalidSymbol:
        return None
    return parsed if parsed.part and parsed.body else None


def whole(part: Symbol) -> str:
    """Give the resolution or decision that a lettered one is a part of (A/RES/217(III) for A/RES/217A(III))."""
    return str(replace(part, part=""))


def _may_stand_alone(part: Symbol) -> bool:
    """Tell whether a part can be a document of its own; sessions with Roman numbers, and special ones, have none."""
    return part.part in _OWN_DOCUMENTS and (part.session or "").isdecimal() and int(part.session or "") >= _FIRST_APART
