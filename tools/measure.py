"""Measure understanding on official XML: citations against its hyperlinks, lead phrases against its typeface.

`python tools/measure.py FOLDER…` reads every XML file below the folders, in any of the languages, and prints a row a
language. The words are read alone, without links and typeface; what the publisher has marked is the other side:

- citations: pairs of a document and a resolution or decision that it cites. A pair is wanted if at least two thirds of
  the languages of the document link it, and left out of account if fewer do; so are the letters of parts (217 A).
  Documents in which no language has a link are not counted. A surplus pair is not wrong: the publisher may not have
  linked it. `--show surplus` prints the words.
- lead phrases: words in italics or bold that open a paragraph of the preamble or the main body. One is found if a
  phrase with an act and its force is read there on the plain text; the same if it is word for word what is set.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leads import Leads

from resograph import pipeline
from resograph.display import note, say, table
from resograph.errors import InputError, InvalidSymbol
from resograph.extract.references import find_references
from resograph.interpret.hyperlinks import link_target
from resograph.model import Hyperlink, Structure
from resograph.read.akn import parse_akn
from resograph.registry import Registry, load
from resograph.symbol import Symbol

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CITATIONS = ("language", "documents", "wanted", "right", "surplus", "missed", "precision", "recall")
LEADS = ("language", "lead phrases", "found", "the same", "share found", "share the same")
KINDS = ("missed", "surplus", "leads")
_WANTED = frozenset({"resolution", "decision"})
_AROUND = 90

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its document, its language as it declares it, and the words and targets of its links."""

    path: Path
    symbol: str
    language: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Links:
    """What the publisher links: which pairs are wanted, which are undecided, which documents have links at all."""

    wanted: frozenset[Pair]
    undecided: frozenset[Pair]
    linked: frozenset[str]


@dataclass(slots=True)
class Tally:
    """What one language gives: the documents read, the pairs read and linked with their words, the lead phrases."""

    documents: set[str] = field(default_factory=set)
    read: dict[Pair, str] = field(default_factory=dict)
    linked: dict[Pair, str] = field(default_factory=dict)
    leads: Leads = field(default_factory=Leads)


def bare(target: str | None) -> str | None:
    """Give a resolution or decision of an organ without letter of part and tail; None for anything else."""
    try:
        symbol = Symbol.parse(target or "")
    except InvalidSymbol:
        return None
    return str(replace(symbol, part="", tail=())) if symbol.body and symbol.kind in _WANTED else None


def root_of(path: Path) -> Element | None:
    """Give the root element of a file, None if it cannot be read; the reader says why when its turn comes."""
    from lxml import etree

    try:
        return etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError, ValueError):
        return None


def source(path: Path, root: Element) -> Source | None:
    """Give what a file declares and links; None if it is no document with a symbol."""
    number = root.find(".//{*}coverPage//{*}docNumber")
    declared = root.find(".//{*}FRBRlanguage")
    if number is None or declared is None:
        return None
    try:
        symbol = str(Symbol.parse("".join(number.itertext())))
    except InvalidSymbol:
        return None
    links = tuple(
        (target, _context(anchor))
        for anchor in root.iter("{*}a")
        if (target := bare(link_target(Hyperlink((0, 0), anchor.get("href", "")))))
    )
    return Source(path, symbol, declared.get("language", ""), links)


def _context(anchor: Element) -> str:
    """Give the words of a link and those before them in its paragraph."""
    holder = next(anchor.iterancestors("{*}p"), anchor)
    words, before = "".join(anchor.itertext()), ""
    for element in holder.iter():
        if element is anchor:
            break
        before += (element.text or "") + (element.tail or "" if element is not holder else "")
    return f"{' '.join(before.split())[-_AROUND:]} [{words.strip()}]"


def consensus(sources: Sequence[Source]) -> Links:
    """Give what the languages of each document link together: a pair is wanted if two thirds of them carry it."""
    languages: dict[str, set[str]] = defaultdict(set)
    carried: dict[Pair, set[str]] = defaultdict(set)
    for one in sources:
        languages[one.symbol].add(one.language)
        for target, _ in one.links:
            if target != bare(one.symbol):
                carried[one.symbol, target].add(one.language)
    wanted = frozenset(pair for pair, by in carried.items() if 3 * len(by) >= 2 * len(languages[pair[0]]))
    return Links(wanted, frozenset(carried) - wanted, frozenset(symbol for symbol, _ in carried))


def read(one: Source, root: Element, registry: Registry, tallies: dict[str, Tally]) -> None:
    """Read a file and add what it gives to the tally of its language.

    Raises:
        InputError: it cannot be read.
    """
    expression = parse_akn(one.path.read_bytes(), one.path.name, registry, str(one.path), links=False)
    structure = pipeline.segment(expression, registry)
    tally = tallies.setdefault(structure.language, Tally())
    if one.symbol in tally.documents:
        return
    tally.documents.add(one.symbol)
    for target, words in _cited(structure, registry):
        if target != bare(one.symbol):
            tally.read.setdefault((one.symbol, target), words)
    for target, words in one.links:
        tally.linked.setdefault((one.symbol, target), words)
    tally.leads.add(root, structure, registry)


def _cited(structure: Structure, registry: Registry) -> Iterator[tuple[str, str]]:
    """Give the resolutions and decisions that a text cites, each with its place and words."""
    texts = {p.eid: p.text.text for p in structure.provisions}
    for reference in find_references(structure, registry):
        if target := bare(reference.target):
            start, end = reference.span
            text = texts[reference.eid]
            words = f"{text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND // 3]}"
            yield target, f"{reference.eid} {words}"


def compare(tally: Tally, links: Links) -> dict[str, list[Pair]]:
    """Give the pairs of a language by what became of them: wanted, right, surplus, missed."""
    here = tally.documents & links.linked
    wanted = {pair for pair in links.wanted if pair[0] in here}
    got = {pair for pair in tally.read if pair[0] in here} - links.undecided
    sides = {"wanted": wanted, "right": wanted & got, "surplus": got - wanted, "missed": wanted - got}
    return {name: sorted(pairs) for name, pairs in sides.items()}


def share(part: int, whole: int) -> str:
    """Give a share with three digits, a dash for one of nothing."""
    return f"{part / whole:.3f}" if whole else "–"


def report(tallies: dict[str, Tally], links: Links, show: Sequence[str]) -> None:
    """Print the tables, and before them the rows that are asked for."""
    citations, phrases = [], []
    for language, tally in sorted(tallies.items()):
        sides = compare(tally, links)
        wanted, right, surplus, missed = (len(sides[name]) for name in ("wanted", "right", "surplus", "missed"))
        documents = len(tally.documents & links.linked)
        shares = share(right, right + surplus), share(right, wanted)
        citations.append((language, documents, wanted, right, surplus, missed, *shares))
        leads = tally.leads
        found = share(leads.found, leads.set_apart), share(leads.same, leads.set_apart)
        phrases.append((language, leads.set_apart, leads.found, leads.same, *found))
        for kind in show:
            for row in _rows(kind, tally, sides):
                say("\t".join((kind, language, *row)))
    table(CITATIONS, citations, "Citations of resolutions and decisions")
    say("")
    table(LEADS, phrases, "Lead phrases")


def _rows(kind: str, tally: Tally, sides: dict[str, list[Pair]]) -> Iterator[tuple[str, ...]]:
    """Give what one kind of rows says of a language."""
    if kind == "leads":
        yield from tally.leads.missed
        return
    quotes = tally.linked if kind == "missed" else tally.read
    for pair in sides[kind]:
        yield *pair, quotes.get(pair, "linked in other languages only")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="Measure understanding on official XML, without links and typeface.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folders of official XML, any language")
    parser.add_argument("--languages", nargs="+", metavar="CODE", help="read these only, as files declare (eng fra)")
    parser.add_argument("--show", nargs="+", choices=KINDS, default=(), help="print these rows with their words")
    given = parser.parse_args(arguments)
    sources, registry, tallies = list[Source](), load(), dict[str, Tally]()
    for path in sorted(path for folder in given.folders for path in folder.rglob("*.xml")):
        root = root_of(path)
        one = source(path, root) if root is not None else None
        if root is None or one is None:
            note(f"{path}: no readable document with a symbol")
            continue
        sources.append(one)
        try:
            if not given.languages or one.language in given.languages:
                read(one, root, registry, tallies)
        except InputError as error:
            note(str(error))
    report(tallies, consensus(sources), given.show)


if __name__ == "__main__":
    sys.exit(main())
