"""Citations that point back to one before them: "the annex thereto", "Ibid.", a number without its year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from resograph.extract.places import follow_pinpoint
from resograph.extract.series import Citing
from resograph.extract.tables import CitationTables
from resograph.grammar import CitationRule
from resograph.model import Provision
from resograph.reading import Reference
from resograph.symbol import Symbol

_ANNEX = "annex"
# So much may stand between two of a row.
_IN_A_ROW = 40


def backward(
    provision: Provision, here: Sequence[Reference], noted: Sequence[Reference], citing: Citing, tables: CitationTables
) -> Iterator[Reference]:
    """Give the citations of a provision that take their target, or the annex they lie in, from another.

    Args:
        provision: the words.
        here: what else it cites.
        noted: what the footnote before it cites, if it is a footnote.
        citing: the document, with the numbers that it has named in full so far.
        tables: the forms of the language.
    """
    for one in here:
        if one.target and (symbol := Symbol.parse(one.target)).body == tables.series.by_number and symbol.number:
            citing.yeared.setdefault(symbol.number, one.target)
    text, known = provision.text.text, any(one.target for one in here)
    found: list[Reference] = []
    for rule, pattern in tables.backward:
        if not _has_source(rule, known=known, noted=bool(noted), yeared=any(n in text for n in citing.yeared)):
            continue
        for match in pattern.finditer(text):
            for target, places in _meant(rule, match, here, noted, citing):
                found.append(_pointed(provision, match, rule, target, places, tables))
    yield from found
    for one in (*here, *found):
        yield from _further(provision, one, tables)


def _further(provision: Provision, one: Reference, tables: CitationTables) -> Iterator[Reference]:
    """Give a further place in the annex that a citation names, where one is named behind it."""
    annexes = dict.fromkeys(pin.partition("#")[2].split(".")[0] for pin in one.pinpoints)
    match = tables.again.match(provision.text.text, one.span[1]) if tables.again and len(annexes) == 1 else None
    places = follow_pinpoint(provision.text.text, match.start("pinpoint"), tables) if match else None
    (annex,) = annexes if match else ("",)
    if places and one.target and annex.startswith(_ANNEX) and not places.annexes:
        pins = replace(places, annexes=(annex,)).locate(one.target, provision.eid, same=False)
        yield replace(one, span=places.span, pinpoints=pins, pinpoint_span=places.span)


def _has_source(rule: CitationRule, *, known: bool, noted: bool, yeared: bool) -> bool:
    """Say whether there is anything that the words of a rule could point back to."""
    return yeared if rule.kind == "yearless" else noted if rule.kind == "ibid" else known


def _meant(
    rule: CitationRule,
    match: re.Match[str],
    here: Sequence[Reference],
    noted: Sequence[Reference],
    citing: Citing,
) -> list[tuple[str, tuple[str, ...]]]:
    """Give what some words point back to, and where in it if they name no place themselves."""
    if rule.kind == "yearless":
        overlapped = any(r.span[0] < match.end() and match.start("number") < r.span[1] for r in here)
        target = None if overlapped else citing.yeared.get(match["number"])
        return [(target, ())] if target else []
    if rule.kind == "ibid":
        return [] if here else [(r.target, r.pinpoints) for r in noted[-1:] if r.target]
    before = [r for r in here if r.target and r.span[1] <= match.start()]
    # far behind "this resolution", what is meant has another name, which nobody knows
    if before and before[-1].target == str(citing.symbol) and match.start() - before[-1].span[1] > _IN_A_ROW:
        return []
    row = before[-1:]
    for earlier, later in pairwise(reversed(before)) if rule.kind == "back-each" else ():
        if earlier.span[0] - later.span[1] > _IN_A_ROW:
            break
        row.insert(0, later)
    return [(r.target, ()) for r in row if r.target]


def _pointed(
    provision: Provision,
    match: re.Match[str],
    rule: CitationRule,
    target: str,
    places: tuple[str, ...],
    tables: CitationTables,
) -> Reference:
    place = match.start("pinpoint") if match.groupdict().get("pinpoint") else match.end()
    pinned = follow_pinpoint(provision.text.text, place, tables)
    elsewhere = rule.kind == "ibid" and any(c.isalnum() for c in provision.text.text[match.end() :])
    pins = pinned.locate(target, provision.eid, same=False) if pinned else () if elsewhere else places
    span = (match.start(), max(match.end(), pinned.span[1])) if pinned else match.span()
    return Reference(provision.eid, span, target, pins, pinned.span if pinned else None, None, rule.id)
