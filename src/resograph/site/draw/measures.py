"""Measures by section and force, as stacked bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from resograph import iri
from resograph.site.draw.svg import ROW, Cell, Drawing, box, colour, joined, key, label
from resograph.site.facts import Facts
from resograph.site.resolution import Passage, Resolution
from resograph.site.words import Tongue

_LABELS, _BARS, _HIGH, _COUNT = 240, 560, 22, 40
_NARROWEST = 16  # a bar in which a number can be read
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
    body, size = _bars(counts, titles, forces, rtl=rtl)
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


def _bars(
    counts: Mapping[str, Counter[str]], titles: Mapping[str, str], forces: Mapping[str, str], *, rtl: bool
) -> tuple[Markup, tuple[float, float]]:
    wide = _LABELS + _BARS + _COUNT
    unit = _BARS / max(counted.total() for counted in counts.values())
    parts = []
    for row, (eid, counted) in enumerate(counts.items()):
        y, done = row * ROW + 4, 0
        middle = y + _HIGH / 2
        parts.append(label((_turned(0, wide, rtl), middle), titles[eid], _LABELS - 10, "end" if rtl else "start"))
        for force in (f for f in forces if counted[f]):
            x, size = _LABELS + done * unit, counted[force] * unit
            left = wide - x - size if rtl else x
            parts.append(box((left, y), (size, _HIGH), f"b {colour(force)}", f"{forces[force]}: {counted[force]}"))
            if size > _NARROWEST:
                parts.append(label((left + size / 2, middle), str(counted[force]), size, kind="i"))
            done += counted[force]
        end = _turned(_LABELS + done * unit + 6, wide, rtl)
        parts.append(label((end, middle), str(done), _COUNT, "end" if rtl else "start"))
    legend, bottom = key(list(forces.items()), len(counts) * ROW + 16, wide, rtl=rtl)
    return joined([*parts, legend]), (wide, bottom + 4)


def _turned(x: float, wide: float, rtl: bool) -> float:
    return wide - x if rtl else x


def _row(symbol: str, eid: str, title: str, counted: Sequence[int]) -> tuple[Cell, ...]:
    where = f"{iri.document(symbol)}#{eid}" if eid else iri.document(symbol)
    return Cell(title, where), *(Cell(str(n) if n else "") for n in counted)
