"""Measures by section and force, as stacked bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from resograph import iri
from resograph.site.draw.bars import stacked
from resograph.site.draw.svg import Cell, Drawing
from resograph.site.facts import Facts
from resograph.site.passages import Passage
from resograph.site.resolution import Resolution
from resograph.site.words import Tongue

KIND = "measures"
# What holds measures together; what stands in none is the main part.
_PARTS = frozenset({"Section", "Annex"})


def measures(facts: Facts, tongue: Tongue, found: Resolution) -> Drawing | None:
    """Give the number of measures of each force in each section, None if there are no measures.

    Args:
        facts: the store.
        tongue: the language of the picture.
        found: the document.
    """
    if not found.measures:
        return None
    say, rtl = tongue.messages, tongue.direction == "rtl"
    sections = _sections(found.passages)
    counts: dict[str, Counter[str]] = {}
    for measure in found.measures:
        counts.setdefault(sections.get(measure.eid, ""), Counter())[measure.force] += 1
    total = Counter(m.force for m in found.measures)
    order = sorted(total, key=lambda force: (-total[force], force))
    forces = {force: facts.name(force, tongue.tag) for force in order}
    titles = {eid: _title(found.passages, eid, tongue) for eid in counts}
    body, size = stacked(counts, titles, forces, rtl=rtl)
    words = ". ".join(f"{titles[eid]}: {counted.total()}" for eid, counted in counts.items())
    return Drawing(
        KIND, found.symbol, say["measures-by-section"], words, size, body,
        (say["section"], *forces.values()),
        tuple(_row(found.symbol, eid, titles[eid], [counted[f] for f in order]) for eid, counted in counts.items()),
        (len(found.measures), len(found.measures)),
    )  # fmt: skip


def _sections(passages: Sequence[Passage]) -> dict[str, str]:
    """Give the section or annex in which each provision stands, by eIds; those in none are left out."""
    within: dict[str, str] = {}
    above: list[Passage] = []
    for passage in passages:
        above = [*above[: passage.depth], passage]
        if part := next((p for p in reversed(above) if p.kind in _PARTS), None):
            within[passage.eid] = part.eid
    return within


def _title(passages: Sequence[Passage], eid: str, tongue: Tongue) -> str:
    """Give how a section is called: its label and heading, else its eId; "" is the main part."""
    passage = next((p for p in passages if p.eid == eid), None)
    if passage is None:
        return tongue.messages["main-part"]
    words = {w.lang: w.heading for w in passage.words if w.heading}
    heading = words.get(tongue.tag) or next(iter(words.values()), "")
    return f"{eid} {heading}".strip()


def _row(symbol: str, eid: str, title: str, counted: Sequence[int]) -> tuple[Cell, ...]:
    where = f"{iri.document(symbol)}#{eid}" if eid else iri.document(symbol)
    return Cell(title, where), *(Cell(str(n) if n else "") for n in counted)
