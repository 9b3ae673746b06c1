"""Numbered citations: resolutions, decisions and document symbols, singly and in lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from resograph import symbol as symbols
from resograph.dates import read_day
from resograph.errors import InvalidSymbol
from resograph.extract.places import Places, follow_pinpoint, home, precede_pinpoint
from resograph.extract.series import FOREIGN, SELF, UNNAMED, Citing, Printed
from resograph.extract.tables import CitationTables
from resograph.grammar import CitationRule
from resograph.model import Provision
from resograph.numerals import to_roman
from resograph.reading import Reference
from resograph.symbol import Symbol
from resograph.text import Span, plain

_SESSION = re.compile(r"((?:E?S-)?\d{1,4})/(\d{1,4})")
_YEARED = re.compile(r"(\d{1,4}) ?((?:[A-Z]\W\w{0,4}\W?)*[A-Z]?) ?[(（]((?:E?S-)?(?:[IVXL]+|\d{1,2})|\d{4})[()）]")
# Where two symbols of one document join ("A/48/486-S/26560").
_JOINT = re.compile(r"-(?=[A-Z]{1,6}/)")
_LETTERS = re.compile(r"[A-Z](?:\s?[A-Z])?(?![A-Za-z])")

# Kinds of rules that find a place without a document.
PLACES = frozenset({"place", "bare-place"})


def numbered(provision: Provision, citing: Citing, tables: CitationTables) -> Iterator[Reference]:
    """Give the numbered citations of a provision, those of a list one by one."""
    lists: list[tuple[CitationRule, re.Match[str]]] = []
    text = plain(provision.text.text)
    for rule, pattern in tables.rules:
        if not pattern.passes(text) or (rule.kind in {"resolution", "decision"} and not tables.number.search(text)):
            continue
        for match in pattern.pattern.finditer(text):
            if rule.kind in {"resolution", "decision"}:
                lists.append((rule, match))
            elif rule.kind == "symbol":
                yield from _symbol(provision, tables, rule, match)
            else:
                yield from _own(provision, citing, tables, rule, match)
    last: tuple[int, str] = (-1, UNNAMED)
    for listing in _listings(text, lists, tables):
        carried = _carried(text, listing.match.start(), last, tables)
        for reference, last_owner in _listed(provision, citing, tables, listing, carried):
            yield reference
            last = (listing.end, last_owner)


@dataclass(frozen=True, slots=True)
class _Listing:
    """A list of numbers, where its words end, and the places named right before it and right after it."""

    rule: CitationRule
    match: re.Match[str]
    end: int
    before: Places | None
    after: Places | None

    def places(
        self, item: re.Match[str], text: str, tables: CitationTables, *, first: bool, final: bool
    ) -> Places | None:
        """Give the places that go with an item of the list: those named within it, else at its side of the list."""
        named = item.groupdict()
        for group in (g for g in ("resnum", "dated", "date", "body") if named.get(g)):
            inside = follow_pinpoint(text, item.end(group), tables)
            if inside and inside.span[0] < item.end():
                return inside
        named_before = self.before and (first or self._for_each(text, tables))
        return (self.after if final else None) or (self.before if named_before else None)

    def _for_each(self, text: str, tables: CitationTables) -> bool:
        """Tell whether the place before the list is one of each ("paragraph 2 of resolutions 2441 (2018) and 2509 (2020)")."""
        start, end = self.match.span()
        return not any(pattern.search(text, start, end) for _, pattern in tables.places)


def _listings(text: str, found: list[tuple[CitationRule, re.Match[str]]], tables: CitationTables) -> Iterator[_Listing]:
    """Give the lists in reading order; a place between two is that of the second where it can be."""
    found = sorted(found, key=lambda x: x[1].start())
    befores = [*(precede_pinpoint(text, match.start(), tables) for _, match in found), None]
    for (rule, match), (before, following) in zip(found, pairwise(befores), strict=True):
        end = match.end()
        if following and match.start() < following.span[0] < end:
            end = match.start() + len(text[match.start() : following.span[0]].rstrip(" ,"))
        after = follow_pinpoint(text, end, tables)
        taken = after and following and following.span[0] <= after.span[0]
        yield _Listing(rule, match, end, before, None if taken else after)


def _carried(text: str, start: int, last: tuple[int, str], tables: CitationTables) -> tuple[str, bool]:
    """Give the body that the words before a citation name, and whether they name it for its first number.

    It is that of the list it goes on, one named right before, or one in whose records it is printed.
    """
    if last[0] >= 0 and tables.separators.fullmatch(text, last[0], start):
        return last[1], False
    *earlier, clause = tables.clause.split(tables.unquoted(text[:start]))
    if near := tables.near.search(clause):
        return tables.bodies[near.group(1)], True
    if earlier and tables.including.match(clause.lstrip()) and (named := tables.either.findall(earlier[-1])):
        return tables.bodies[named[-1]], False
    printed = [m.group() for m in tables.records.finditer(text, 0, start)]
    return (tables.recorded[printed[-1]] if printed else UNNAMED), bool(printed)


def _listed(
    provision: Provision,
    citing: Citing,
    tables: CitationTables,
    listing: _Listing,
    carried: tuple[str, bool],
) -> Iterator[tuple[Reference, str]]:
    """Give each citation of a list with the body whose number it is."""
    text, rule, match = provision.text.text, listing.rule, listing.match
    unquoted = tables.unquoted(text)
    items = list(tables.item.finditer(text, match.start(), listing.end))
    owner, firm = carried
    lead = match.groupdict().get("body")
    if lead and not (owner == FOREIGN and firm):
        owner, firm = tables.bodies[lead], True
    for item in items:
        first, final = item is items[0], item is items[-1]
        owner, firm = _named(unquoted, item, (owner, firm and first), tables, first=first)
        if final and tables.adopted_by.match(text, item.end()):
            owner, firm = FOREIGN, True
        pinned = listing.places(item, text, tables, first=first, final=final)
        beside = pinned if first or pinned is not listing.before else None
        span = _spanned((match.start() if first else item.start(), listing.end if final else item.end()), beside)
        date = _date(item, tables)
        named = _Named(rule.kind, owner, firm, date)
        targets: list[str | None] = [*_targets(tables.latin(item.group("resnum")), named, citing, tables)]
        if owner == UNNAMED and date and targets:
            owner = Symbol.parse(str(targets[0])).body or UNNAMED
        for target in targets or [None]:
            same = target == str(citing.symbol)
            pins = pinned.locate(target, provision.eid, same=same) if pinned and target else ()
            yield Reference(provision.eid, span, target, pins, beside.span if beside else None, date, rule.id), owner


def _spanned(span: Span, pinned: Places | None) -> Span:
    """Give the words of a citation with those of its pinpoint, on whichever side they stand."""
    return (min(span[0], pinned.span[0]), max(span[1], pinned.span[1])) if pinned else span


def _named(
    text: str, item: re.Match[str], owner: tuple[str, bool], tables: CitationTables, *, first: bool
) -> tuple[str, bool]:
    """Give the body that an item of a list names, else the one so far; and whether it is named for this item.

    The words for another body count from the beginning of the clause for the first item, but not in what the item says
    of its topic, and win over a body of ours whose name they end in (联合国环境大会). "Its" is that of the body named
    before it ("the Human Rights Council, in its resolution 15/21").
    """
    start = item.start() - len(tables.clause.split(text[: item.start()])[-1]) if first else item.start()
    named = item.groupdict().get("body")
    topic = item.span("topic") if item.groupdict().get("topic") else (0, 0)
    mentions = list(tables.either.finditer(text, start, item.start("resnum")))
    other = next((m for m in reversed(mentions) if not topic[0] <= m.start() < topic[1]), None)
    if other and tables.bodies[other.group()] == FOREIGN and (named is None or other.end() >= item.end("body")):
        return FOREIGN, True
    if named is None or (tables.bodies[named] == SELF and owner[1]):
        return owner
    return tables.bodies[named], True


@dataclass(frozen=True, slots=True)
class _Named:
    """What is said of the numbers of one item: resolution or decision, whose (for sure or not), of which date."""

    kind: str
    body: str
    firm: bool
    date: dt.date | None


def _targets(number: str, named: _Named, citing: Citing, tables: CitationTables) -> Iterator[str]:
    """Give the symbols that a printed number stands for; several where letters follow it ("53/243 A and B")."""
    if match := _YEARED.match(number):
        stem, letters, session = match.groups()
        session = re.sub(r"\b\d{1,2}$", lambda m: to_roman(int(m.group())), session)
    elif match := _SESSION.match(number):
        session, stem = tables.series.turned(match.group(1), match.group(2), named.date, citing)
        letters = ""
    else:
        return
    if match.re is _YEARED and session.isdecimal():
        owner, kind = tables.series.by_number, named.kind
    else:
        printed = Printed(session, int(stem), named.kind, named.body, named.firm, named.date)
        owner, kind = tables.series.owner(printed, citing)
        if (named.date or named.body not in {UNNAMED, SELF}) and owner != FOREIGN:
            citing.named.setdefault(f"{session}/{stem}", owner)
    if owner == FOREIGN:
        return
    for suffix in _letters(letters or number[match.end() :], tables):
        try:
            yield str(symbols.resolution(owner, session, f"{stem}{suffix}", kind))
        except InvalidSymbol:
            continue


def _letters(printed: str, tables: CitationTables) -> list[str]:
    """Give the letters of the parts that words name, every one of a range ("A to E"); an empty one if none is named."""
    letters = ["".join(found.split()) for found in _LETTERS.findall(printed)]
    if [len(letter) for letter in letters] == [1, 1] and tables.ranged.search(printed):
        return [chr(code) for code in range(ord(letters[0]), ord(letters[1]) + 1)]
    return letters or [""]


def _date(item: re.Match[str], tables: CitationTables) -> dt.date | None:
    printed = item.groupdict().get("date") or item.groupdict().get("dated")
    return read_date(printed, tables) if printed else None


def read_date(printed: str, tables: CitationTables) -> dt.date | None:
    """Give the date that printed words mean, None if there is no such day."""
    found = (form.search(printed) for form in tables.dates)
    match = next(filter(None, found), None)
    return read_day(match.groupdict(), tables.language.numerals) if match else None


def _symbol(
    provision: Provision, tables: CitationTables, rule: CitationRule, match: re.Match[str]
) -> Iterator[Reference]:
    """Give a citation by symbol; a document of two bodies has two ("A/48/486-S/26560"), and is cited by the first."""
    printed = match.group("symbol").rstrip(".-")
    if not any(c.isdigit() for c in printed):
        return
    end = match.start() + len(printed)
    text = provision.text.text
    pinned = follow_pinpoint(text, end, tables) or precede_pinpoint(text, match.start(), tables)
    span = _spanned((match.start(), end), pinned)
    if targets := list(_parsed(_JOINT.split(printed))):
        target, also = targets[0], next(iter(targets[1:]), None)
        pins = pinned.locate(target, provision.eid, same=False) if pinned else ()
        yield Reference(provision.eid, span, target, pins, pinned.span if pinned else None, None, rule.id, also)


def _parsed(printed: Iterable[str]) -> Iterator[str]:
    """Give the symbols that some words are; what is none is left out."""
    for words in printed:
        try:
            yield str(Symbol.parse(words))
        except InvalidSymbol:
            continue


def _own(
    provision: Provision, citing: Citing, tables: CitationTables, rule: CitationRule, match: re.Match[str]
) -> Iterator[Reference]:
    """Give a citation of the very text that cites: "the present resolution", "paragraph 3 above"."""
    target = str(citing.symbol)
    pinned: Places | None
    if rule.kind in PLACES:
        pinned = follow_pinpoint(provision.text.text, match.start("pinpoint"), tables)
        if pinned is None or home(provision.eid) is None:
            return
    else:
        text = provision.text.text
        pinned = precede_pinpoint(text, match.start(), tables) or follow_pinpoint(text, match.end(), tables)
    pins = pinned.locate(target, provision.eid, same=rule.kind in PLACES) if pinned else ()
    span = _spanned(match.span(), pinned)
    yield Reference(provision.eid, span, target, pins, pinned.span if pinned else None, None, rule.id)
