"""Lead phrases as official XML sets them in italics or bold, beside those that are read on the plain text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from resograph.extract.acts import find_phrases, printed_phrase
from resograph.model import Structure
from resograph.registry import Registry

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_AROUND = 90
# How many letters of a paragraph tell it from others; its lead phrase is one of few.
_KEY = 80
_BLOCKS = "{*}container", "{*}paragraph"
_ELSEWHERE = "{*}authorialNote", "{*}formula", "{*}table"
_SILENT = frozenset({"Footnote", "Annex", "Section", "Table"})


@dataclass(slots=True)
class Leads:
    """The lead phrases of one language: how many are set, found, and found as they are set; those missed."""

    set_apart: int = 0
    found: int = 0
    same: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, root: Element, structure: Structure, registry: Registry) -> None:
        """Add the lead phrases of a document."""
        texts = {p.eid: p.text.text for p in structure.provisions}
        places: dict[str, list[str]] = defaultdict(list)
        for provision in structure.provisions:
            if provision.kind not in _SILENT:
                places[letters(provision.text.text)[:_KEY]].append(provision.eid)
        phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for phrase in find_phrases(structure, registry):
            if phrase.act:
                start, end = printed_phrase(phrase, texts[phrase.eid], structure, registry).span
                text = texts[phrase.eid]
                phrases[phrase.eid].append((letters(text[:start]), letters(text[start:end])))
        for lead, whole in _leads(root):
            here = [words for eid in places.get(letters(whole)[:_KEY], ()) for words in phrases[eid]]
            self._judge(lead, whole, here, structure.symbol)

    def _judge(self, lead: str, whole: str, here: list[tuple[str, str]], symbol: str) -> None:
        """Add one lead phrase, beside the phrases that are read in its paragraph and the words before each."""
        self.set_apart += 1
        found = any(len(before) < len(letters(lead)) for before, _ in here)
        self.found += found
        self.same += any(before + phrase == letters(lead) for before, phrase in here)
        if not found:
            self.missed.append((symbol, f"[{lead}] {' '.join(whole.split())[len(lead) :][:_AROUND]}"))


def letters(text: str) -> str:
    """Give a text without anything but letters and digits, by which two settings of it are compared."""
    return "".join(char for char in text.casefold() if char.isalnum())


def _leads(root: Element) -> Iterator[tuple[str, str]]:
    """Give the lead phrases that the typeface sets apart, each with the beginning of its paragraph."""
    for part in root.iter("{*}preamble", "{*}mainBody"):
        for line in part.iter("{*}p"):
            holder = next(line.iterancestors(*_BLOCKS), None)
            if holder is None or next(line.iterancestors(*_ELSEWHERE), None) is not None:
                continue
            lead = _set_apart(line)
            whole = _words(line)
            if letters(lead) and len(letters(whole)) > len(letters(lead)):
                yield lead, whole


def _set_apart(line: Element) -> str:
    """Give the words in italics or bold with which a line opens."""
    lead = ""
    if (line.text or "").strip():
        return lead
    for child in line:
        set_apart = any(face in (child.get("class") or "") for face in ("italic", "bold"))
        if not set_apart:
            break
        lead += _words(child) + (child.tail or "")[: len(child.tail or "") - len((child.tail or "").lstrip())]
        if (child.tail or "").strip():
            break
    return " ".join(lead.split())


def _words(element: Element) -> str:
    """Give the text of an element without its footnotes."""
    inside = element.text or ""
    for child in element:
        inside += ("" if str(child.tag).endswith("}authorialNote") else _words(child)) + (child.tail or "")
    return inside
